package dev.sluice.agent.store.local.check;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.fuzzing.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** {@link FindingLocation} tells UTF-8 as it is, and shows every byte of what is none. */
final class FindingLocationFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    String told = FindingLocation.text(input);
    String text = FuzzTarget.text(input);
    boolean utf8 = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), input);
    require(told.equals(text) == utf8, "UTF-8 as it is", text, told);
    int escapes = utf8 ? 0 : told.split("\\\\x[0-9a-f]{2}", -1).length - 1;
    require(utf8 || escapes > 0, "shows what is none", told);
    require(
        told.getBytes(StandardCharsets.UTF_8).length >= input.length, "leaves nothing out", told);
  }
}
