package dev.sluice.cli.bench;

import java.util.EnumSet;
import java.util.Set;

/** The requests that clients send in a run. */
interface Work {
  /** One turn of a client. */
  @FunctionalInterface
  interface Turn {
    /** Sends the request of a ticket, or the several that belong together. */
    void take(Client client, long ticket, long due);
  }

  /** All operations that it records. */
  Set<Operation> operations();

  /** Sends requests as one of the clients until the schedule has no more tickets. */
  void run(Client client);

  /** A work whose tickets are independent. */
  static Work of(Set<Operation> operations, Turn turn) {
    return new Work() {
      @Override
      public Set<Operation> operations() {
        return operations;
      }

      @Override
      public void run(Client client) {
        Schedule schedule = client.schedule();
        for (long ticket = schedule.draw(Client.now());
            ticket != Schedule.NONE;
            ticket = schedule.draw(Client.now())) {
          long due = schedule.due(ticket, Client.now());
          client.await(due);
          turn.take(client, ticket, due);
        }
      }
    };
  }

  /** A work of one operation. */
  static Work of(Operation operation, Turn turn) {
    return of(EnumSet.of(operation), turn);
  }
}
