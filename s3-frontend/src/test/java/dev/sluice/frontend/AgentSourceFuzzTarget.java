package dev.sluice.frontend;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.fuzzing.FuzzTarget;

/** {@link AgentSource} is read and written the same, or refused with what was expected. */
final class AgentSourceFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    String text = FuzzTarget.text(input);
    try {
      AgentSource source = AgentSource.parse(text);
      require(source.equals(AgentSource.parse(source.toString())), "there and back", source);
      boolean name = text.startsWith("dns:") || text.startsWith("srv:");
      require(name == source instanceof AgentName, "as it begins", text, source);
    } catch (IllegalArgumentException e) {
      require(AgentSource.EXPECTED.equals(e.getMessage()), "says what was expected", text, e);
    }
  }
}
