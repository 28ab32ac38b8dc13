package dev.sluice.integration.trial.crash;

import dev.sluice.integration.trial.core.Answer;
import dev.sluice.integration.trial.core.Client;
import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Dice;
import dev.sluice.integration.trial.core.Request;
import dev.sluice.integration.trial.core.Xml;
import dev.sluice.testing.Await;
import dev.sluice.testing.Pace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writers under load, a crash in their midst, and everything held against what was acknowledged;
 * again and again, on the same data.
 */
public final class CrashTrial {
  private static final Logger LOG = LoggerFactory.getLogger(CrashTrial.class);

  private static final int WRITERS = 6;
  private static final long TOLD_EVERY = 20;
  private static final int MOST_CHANGES = 100;
  private static final int LONGEST_WAIT_MICROS = 10_000;

  private final Deployment deployment;
  private final Path data;
  private final String bucket;
  private final long seed;
  private final Dice dice;
  private final List<Writer> writers = new ArrayList<>();

  /** Whether an answer of this moment is one that nobody would have seen. */
  private volatile boolean doubtful;

  private CrashTrial(Deployment deployment, Path data, long seed) {
    this.deployment = deployment;
    this.data = data;
    this.seed = seed;
    dice = new Dice(seed);
    bucket = "crash";
    for (int i = 0; i < WRITERS; i++) {
      writers.add(new Writer(i, bucket, deployment, dice.split(), () -> doubtful));
    }
  }

  /** How something goes down and comes up again. */
  public interface Crash {
    /** Takes it down. */
    void strike(Dice dice);

    /** Whether answers that come while it goes down would have come in earnest, too. */
    default boolean lastAnswersCount() {
      return true;
    }

    /** Brings it up again, until it is ready. */
    void recover();
  }

  /**
   * Crashes so many times.
   *
   * @return what was survived, in a sentence
   * @throws AssertionError says what was lost, and the seed
   */
  public static String run(Deployment deployment, Path data, Crash crash, long seed, long times) {
    CrashTrial trial = new CrashTrial(deployment, data, seed);
    try {
      return trial.run(crash, times);
    } finally {
      trial.writers.forEach(Writer::close);
    }
  }

  private String run(Crash crash, long times) {
    try (Client client = new Client(() -> deployment.s3(0));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      require(client, Writer.creation(bucket), 200);
      Usage.count(bucket, data);
      for (long round = 0; round < times; round++) {
        try {
          round(crash, threads);
        } catch (AssertionError e) {
          throw new AssertionError("seed " + seed + ", crash " + round + ": " + e.getMessage(), e);
        }
        if ((round + 1) % TOLD_EVERY == 0) {
          LOG.info("{} crashes, {} acknowledged changes", round + 1, acknowledged());
        }
      }
      all(threads, Writer::clear);
      client.hangUp(); // silent since the beginning: the frontend may have closed it, or be another
      removeUnknownUploads(client);
      require(client, Request.of("DELETE", bucket), 204);
      LeftOnDisk.requireNone(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return times
        + " crashes, "
        + acknowledged()
        + " acknowledged changes and "
        + writers.stream().mapToLong(Writer::uncertain).sum()
        + " unacknowledged ones: nothing lost, nothing half";
  }

  private void round(Crash crash, ExecutorService threads) {
    AtomicBoolean stop = new AtomicBoolean();
    List<Future<?>> load = new ArrayList<>();
    for (Writer writer : writers) {
      load.add(threads.submit(() -> writer.write(stop)));
    }
    awaitChanges(acknowledged() + 10 + dice.below(MOST_CHANGES));
    Pace.pass(Duration.ofNanos(dice.below(LONGEST_WAIT_MICROS) * 1_000L));
    doubtful = !crash.lastAnswersCount();
    crash.strike(dice);
    stop.set(true);
    load.forEach(CrashTrial::await);
    doubtful = false;
    crash.recover();
    all(threads, Writer::verify);
    writers.stream().map(Writer::usage).reduce(Usage.NONE, Usage::plus).require(bucket, deployment);
  }

  /** Waits until so many changes are acknowledged; a load that stands still is a finding. */
  private void awaitChanges(long count) {
    var _ = Await.until("changes acknowledged", this::acknowledged, now -> now >= count);
  }

  private long acknowledged() {
    return writers.stream().mapToLong(Writer::acknowledged).sum();
  }

  private void all(ExecutorService threads, Consumer<Writer> work) {
    List<Future<?>> under = new ArrayList<>();
    writers.forEach(writer -> under.add(threads.submit(() -> work.accept(writer))));
    under.forEach(CrashTrial::await);
  }

  private static void await(Future<?> work) {
    try {
      work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Lost lost) {
        throw lost;
      }
      throw new AssertionError(String.valueOf(e.getCause()), e.getCause());
    }
  }

  /** Uploads whose beginning nobody was told of may be there, and no others. */
  private void removeUnknownUploads(Client client) throws IOException {
    int allowed = writers.stream().mapToInt(Writer::unknownBegins).sum();
    Answer answer = client.send(Request.of("GET", bucket).query("uploads", ""));
    List<Xml> left = answer.xml().all("Upload").toList();
    if (left.size() > allowed) {
      throw new Lost("uploads left: " + left.size() + " (at most " + allowed + "): " + answer);
    }
    for (Xml upload : left) {
      require(
          client,
          Request.of("DELETE", bucket, upload.text("Key"))
              .query("uploadId", upload.text("UploadId")),
          204);
    }
  }

  private static void require(Client client, Request request, int status) throws IOException {
    Answer answer = client.send(request);
    if (answer.status() != status) {
      throw new Lost(request + ": " + answer);
    }
  }
}
