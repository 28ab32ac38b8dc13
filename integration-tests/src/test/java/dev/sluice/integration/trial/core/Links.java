package dev.sluice.integration.trial.core;

import dev.sluice.integration.Relay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Ways from frontends to agents, one for each pair, which can be cut alone. */
final class Links implements AutoCloseable {
  /** For each agent, those of each frontend. */
  private final List<List<Relay>> ways = new ArrayList<>();

  private final int frontends;

  Links(int frontends) {
    this.frontends = frontends;
  }

  /** Leads to an agent at this address, which is the next one or was there before. */
  void lead(int agent, String address) {
    try {
      if (agent < ways.size()) {
        for (Relay way : ways.get(agent)) {
          way.leadTo(address);
        }
        return;
      }
      List<Relay> some = new ArrayList<>();
      ways.add(some);
      for (int i = 0; i < frontends; i++) {
        some.add(new Relay(address));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a frontend finds the agents, separated by commas. */
  String addresses(int frontend) {
    return ways.stream()
        .map(agent -> agent.get(frontend).address())
        .collect(Collectors.joining(","));
  }

  void cut(int frontend, int agent) {
    ways.get(agent).get(frontend).cut();
  }

  void mend(int frontend, int agent) {
    ways.get(agent).get(frontend).mend();
  }

  @Override
  public void close() {
    for (List<Relay> agent : ways) {
      for (Relay way : agent) {
        try {
          way.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
