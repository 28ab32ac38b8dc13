package dev.sluice.cli.tool.bucket;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.fuzzing.FuzzTarget;
import java.util.OptionalLong;

/**
 * The limit of a {@link BucketQuota} is not negative; anything but a number or {@code none} is a
 * mistake in the use of the tool.
 */
final class QuotaLimitFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    String text = FuzzTarget.text(input);
    try {
      OptionalLong objects = BucketQuota.objects(text);
      require(objects.isEmpty() == text.equals("none") && objects.orElse(0) >= 0, "a limit", text);
    } catch (ToolFailure e) {
      require(!text.matches("[0-9]{1,18}"), "takes numbers", text, e);
    }
  }
}
