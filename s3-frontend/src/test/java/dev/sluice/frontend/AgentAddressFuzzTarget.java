package dev.sluice.frontend;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.fuzzing.FuzzTarget;

/** {@link AgentAddress} is read and written the same, or refused with what was expected. */
final class AgentAddressFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    String text = FuzzTarget.text(input);
    try {
      AgentAddress address = AgentAddress.parse(text);
      require(address.equals(AgentAddress.parse(address.toString())), "there and back", address);
      boolean socket = address instanceof AgentAddress.UnixSocket;
      require(socket == text.startsWith("unix:"), "as it begins", text, address);
    } catch (IllegalArgumentException e) {
      require(AgentAddress.EXPECTED.equals(e.getMessage()), "says what was expected", text, e);
    }
  }
}
