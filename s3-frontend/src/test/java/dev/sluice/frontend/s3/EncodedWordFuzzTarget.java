package dev.sluice.frontend.s3;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.fuzzing.FuzzTarget;
import java.nio.charset.StandardCharsets;

/**
 * User metadata comes back as it was understood, in characters that a header may have. {@link
 * EncodedWord}, {@link HeaderText}.
 */
final class EncodedWordFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    String wire = FuzzTarget.wireText(input);
    String text = EncodedWord.decode(wire);
    // What a message to the agent can carry.
    String carried = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    String answered = EncodedWord.encode(carried);
    require(answered.chars().allMatch(c -> c >= ' ' && c < 0x7f), "visible ASCII", wire, answered);
    require(EncodedWord.decode(answered).equals(carried), "comes back", wire, carried, answered);
    String value = HeaderText.fromWire(wire);
    require(HeaderText.fromWire(HeaderText.toWire(value)).equals(value), "there and back", wire);
  }
}
