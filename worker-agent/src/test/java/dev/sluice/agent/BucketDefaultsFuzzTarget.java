package dev.sluice.agent;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.agent.store.engine.bucket.PublicAccessBlock;
import dev.sluice.fuzzing.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * {@link OwnershipSetting} and {@link AccessBlockSetting} read what they write, and of switches
 * those that are named; everything else is refused with what was expected.
 */
final class BucketDefaultsFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      OwnershipSetting ownership = OwnershipSetting.parse(text);
      require(ownership.toString().equals(text), "the name", text, ownership);
    } catch (IllegalArgumentException expected) {
      require(expected.getMessage() != null, "what was expected", text);
    }
    try {
      AccessBlockSetting setting = AccessBlockSetting.parse(text);
      PublicAccessBlock block = setting.value();
      List<String> names = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
      boolean all = text.equals("all");
      require((block == null) == text.equals("none"), "none", text, setting);
      require(
          block == null
              || (block.blockPublicAcls() == (all || names.contains("BlockPublicAcls"))
                  && block.ignorePublicAcls() == (all || names.contains("IgnorePublicAcls"))
                  && block.blockPublicPolicy() == (all || names.contains("BlockPublicPolicy"))
                  && block.restrictPublicBuckets()
                      == (all || names.contains("RestrictPublicBuckets"))),
          "what is named",
          text,
          setting);
    } catch (IllegalArgumentException expected) {
      require(expected.getMessage() != null, "what was expected", text);
    }
  }
}
