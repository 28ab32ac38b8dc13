package dev.sluice.integration.trial.heal;

import dev.sluice.integration.trial.core.Dice;
import dev.sluice.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A load of clients of AWS's SDK, which retry as it does, while one thing after the other dies and
 * comes back. None of them may see an error, other bytes, or a change that is gone.
 */
public final class HealTrial {
  private static final String BUCKET = "heal";
  private static final int CLIENTS = 6;

  /** Done before a thing dies, and before it comes back. */
  private static final int REQUESTS = 50;

  /** More than these would only repeat themselves. */
  private static final int SHOWN_FAILURES = 20;

  private final S3Client s3;
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  private HealTrial(S3Client s3) {
    this.s3 = s3;
  }

  /**
   * Has each of the things die in turn, at least once, until the time is over.
   *
   * @return what was done, in a sentence
   */
  public static String run(S3Client s3, List<Harm> harms, long seed, Duration length)
      throws IOException {
    s3.createBucket(request -> request.bucket(BUCKET));
    return new HealTrial(s3).load(harms, new Dice(seed), length);
  }

  private String load(List<Harm> harms, Dice dice, Duration length) throws IOException {
    List<RetryingClient> clients = new ArrayList<>();
    int struck = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        RetryingClient client = new RetryingClient(s3, BUCKET, i, dice.split());
        clients.add(client);
        threads.execute(() -> work(client));
      }
      try {
        long begun = System.nanoTime();
        while (failures.isEmpty()
            && (struck < harms.size() || System.nanoTime() - begun < length.toNanos())) {
          Harm harm = harms.get(struck++ % harms.size());
          awaitMore("before " + harm.name() + " dies");
          harm.strike().run();
          try {
            awaitMore("without " + harm.name());
          } finally {
            harm.heal().run();
          }
        }
      } finally {
        over.set(true);
      }
    }
    clients.forEach(client -> guarded(client::verify));
    if (!failures.isEmpty()) {
      throw failed(struck);
    }
    return "%d requests of %d clients, %d times something died and came back: no error, nothing lost"
        .formatted(done.get(), CLIENTS, struck);
  }

  private void work(RetryingClient client) {
    while (!over.get()) {
      guarded(client::act);
      done.incrementAndGet();
    }
  }

  private void guarded(Runnable requests) {
    try {
      requests.run();
    } catch (SdkException | AssertionError e) {
      failures.add(e);
    }
  }

  private void awaitMore(String when) {
    int before = done.get();
    var _ = Await.until("requests " + when, done::get, now -> now >= before + REQUESTS);
  }

  private AssertionError failed(int struck) {
    AssertionError error =
        new AssertionError(
            "%d failures among %d requests, %d times something died"
                .formatted(failures.size(), done.get(), struck));
    failures.stream().limit(SHOWN_FAILURES).forEach(error::addSuppressed);
    return error;
  }
}
