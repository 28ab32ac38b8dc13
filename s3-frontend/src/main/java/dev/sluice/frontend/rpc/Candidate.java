package dev.sluice.frontend.rpc;

import java.util.List;
import java.util.function.BooleanSupplier;

/** An agent that calls may go to, where it is known by its id. */
public final class Candidate {
  private final long identity;
  private final AgentClient client;
  private final BooleanSupplier usable;

  /**
   * An agent.
   *
   * @param id its own: the same by whichever address it is reached
   * @param usable whether it answers now, and serves the same namespace as the others
   */
  public Candidate(String id, AgentClient client, BooleanSupplier usable) {
    this.identity = Rendezvous.agent(id);
    this.client = client;
    this.usable = usable;
  }

  /** The agent, for its rank. */
  long identity() {
    return identity;
  }

  AgentClient client() {
    return client;
  }

  boolean isUsable() {
    return usable.getAsBoolean();
  }

  /** Whether it, by this address, is one of these. */
  boolean isAmong(List<Candidate> others) {
    for (Candidate other : others) {
      if (client.isSameAgentAs(other.client)) {
        return true;
      }
    }
    return false;
  }
}
