package dev.sluice.cli.bench;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.jspecify.annotations.Nullable;

/**
 * Conditional races. In each round all clients put the same new key at once with {@code
 * If-None-Match: *}, and then again with {@code If-Match} and the ETag that is there: each time
 * exactly one of them must win, and what is stored must be what the winner sent. Each sends bytes
 * of its own. Where a request broke off, the server may have stored it: then nothing is claimed.
 */
final class Races implements Work {
  private static final int PRECONDITION_FAILED = 412;
  private static final int CONFLICT = 409;

  /** The outcome of one client's put. */
  private enum Outcome {
    WON,
    LOST,
    UNKNOWN
  }

  private record Put(Outcome outcome, String etag) {}

  private final Space space;
  private final String folder;
  private final long size;
  private final @Nullable Put[] puts;
  private final CyclicBarrier barrier;
  private long ticket;

  /** The ETag of the stored object; null where it is not known. */
  private @Nullable String stored;

  Races(Space space, String folder, long size, int clients) {
    this.space = space;
    this.folder = folder;
    this.size = size;
    puts = new Put[clients];
    barrier = new CyclicBarrier(clients);
  }

  @Override
  public Set<Operation> operations() {
    return EnumSet.of(Operation.PUT_IF_NONE_MATCH, Operation.PUT_IF_MATCH, Operation.HEAD);
  }

  @Override
  public void run(Client client) {
    boolean first = client.number() == 0;
    while (true) {
      if (first) {
        ticket = client.schedule().draw(Client.now());
      }
      meet();
      if (ticket == Schedule.NONE) {
        return;
      }
      race(client, Operation.PUT_IF_NONE_MATCH, "If-None-Match", "*");
      String etag = stored;
      // Nobody judges the second race while another still reads what the first one stored.
      meet();
      if (etag != null) {
        race(client, Operation.PUT_IF_MATCH, "If-Match", etag);
      }
      if (first && stored != null) {
        Response _ =
            client.send(
                Operation.HEAD, Request.head(path()), Client.now(), Expected.object(size, stored));
      }
    }
  }

  private void race(Client client, Operation operation, String header, String value) {
    Request put = Request.put(path(), "", body(client, operation)).with(header, value);
    puts[client.number()] = put(client, operation, put);
    meet();
    if (client.number() == 0) {
      stored = judged(client.recording(), operation);
    }
    meet();
  }

  private static Put put(Client client, Operation operation, Request request) {
    Response answer = client.send(operation, request, Client.now(), Races::answered);
    if (answer == null) {
      return new Put(Outcome.UNKNOWN, "");
    }
    return answer.status() == PRECONDITION_FAILED || answer.status() == CONFLICT
        ? new Put(Outcome.LOST, "")
        : new Put(Outcome.WON, answer.etag());
  }

  /** To lose is a right answer; 409 is one where the server saw the other under way. */
  private static void answered(Response response) throws ExchangeFailure {
    if (response.status() != PRECONDITION_FAILED && response.status() != CONFLICT) {
      Expected.stored(response);
    }
  }

  private @Nullable String judged(Recording recording, Operation operation) {
    List<Put> all = Arrays.stream(puts).map(Objects::requireNonNull).toList();
    List<String> winners =
        all.stream().filter(put -> put.outcome() == Outcome.WON).map(Put::etag).toList();
    boolean unknown = all.stream().anyMatch(put -> put.outcome() == Outcome.UNKNOWN);
    if (winners.size() > 1 || (winners.isEmpty() && !unknown)) {
      recording.failure(
          new ExchangeFailure(
              "race violated",
              "%s: %d of %d clients won (expected: 1), key %s"
                  .formatted(operation.word(), winners.size(), all.size(), path())));
    }
    return winners.size() == 1 && !unknown ? winners.getFirst() : null;
  }

  private String path() {
    return space.path(Turns.key(folder, ticket));
  }

  private Payload body(Client client, Operation operation) {
    String stamp = "%s %d %d ".formatted(operation.word(), ticket, client.number());
    return Payload.stamped(stamp, size);
  }

  private void meet() {
    try {
      int _ = barrier.await();
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException("a client of the race has ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("clients are not interrupted", e);
    }
  }
}
