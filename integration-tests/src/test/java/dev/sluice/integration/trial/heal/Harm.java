package dev.sluice.integration.trial.heal;

import java.io.IOException;

/**
 * A thing that dies and comes back.
 *
 * @param name of the thing, for people
 * @param strike has it die
 * @param heal has it come back, and waits for it
 */
public record Harm(String name, Step strike, Step heal) {
  /** What is done to the thing. */
  @FunctionalInterface
  public interface Step {
    /** Does it. */
    void run() throws IOException;
  }
}
