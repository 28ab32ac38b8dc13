package dev.sluice.integration.trial.history;

import dev.sluice.integration.trial.core.Answer;
import dev.sluice.integration.trial.core.Client;
import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Dice;
import dev.sluice.integration.trial.core.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** Rounds of concurrent operations on few keys, each held against what some order explains. */
public final class HistoryTrial {
  private static final String BUCKET = "history";
  private static final int CLIENTS = 6;
  private static final int OPERATIONS_OF_A_CLIENT = 40;

  /** As long as a strike lasts, a client goes on, so that its effects are seen, up to these. */
  private static final int MOST_OPERATIONS_OF_A_CLIENT = 120;

  private final Deployment deployment;

  private HistoryTrial(Deployment deployment) {
    this.deployment = deployment;
  }

  /**
   * Runs so many rounds.
   *
   * @param strike takes something down in the middle of every third round and brings it up again
   * @return what was checked, in a sentence
   */
  public static String run(Deployment deployment, Runnable strike, long seed, long rounds) {
    HistoryTrial trial = new HistoryTrial(deployment);
    long changes = 0;
    try (Client client = new Client(() -> deployment.s3(0))) {
      Answer made = client.send(Request.of("PUT", BUCKET));
      if (!made.done()) {
        throw new AssertionError(made);
      }
      for (long round = 0; round < rounds; round++) {
        Runnable now = round % 3 == 2 ? strike : () -> {};
        changes += trial.round("r" + seed + "-" + round + "/", new Dice(seed + round), now);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rounds + " histories of " + changes + " operations in all, every one linearizable";
  }

  private long round(String prefix, Dice dice, Runnable strike) {
    Map<String, ConcurrentLinkedQueue<Change>> histories = new LinkedHashMap<>();
    // One lies below the other, so that an object moves into its directory and back meanwhile.
    for (String key : List.of("a", "a/b", "c")) {
      histories.put(prefix + key, new ConcurrentLinkedQueue<>());
    }
    Tags tags = new Tags();
    AtomicBoolean striking = new AtomicBoolean(true);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        Dice own = dice.split();
        clients.add(
            threads.submit(
                () -> {
                  try (Client client = new Client(() -> deployment.s3(number))) {
                    Recorder recorder = new Recorder(client, BUCKET, prefix, own, tags, histories);
                    for (int n = 0; goesOn(n, striking.get()); n++) {
                      recorder.act();
                    }
                  }
                }));
      }
      try {
        strike.run();
      } finally {
        striking.set(false);
      }
      clients.forEach(HistoryTrial::await);
    }
    long changes = 0;
    for (Map.Entry<String, ConcurrentLinkedQueue<Change>> history : histories.entrySet()) {
      List<Change> all = List.copyOf(history.getValue());
      changes += all.size();
      if (!Linearizability.holds(all, "")) {
        throw new AssertionError(story(history.getKey(), all));
      }
    }
    return changes;
  }

  private static boolean goesOn(int operations, boolean striking) {
    return operations < (striking ? MOST_OPERATIONS_OF_A_CLIENT : OPERATIONS_OF_A_CLIENT);
  }

  private static String story(String key, List<Change> history) {
    return "no order explains what was answered of "
        + key
        + ":\n"
        + history.stream()
            .sorted(Comparator.comparingLong(Change::called))
            .map(Change::toString)
            .collect(Collectors.joining("\n"));
  }

  private static void await(Future<?> work) {
    try {
      work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new AssertionError(String.valueOf(e.getCause()), e.getCause());
    }
  }
}
