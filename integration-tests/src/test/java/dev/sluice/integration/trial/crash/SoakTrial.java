package dev.sluice.integration.trial.crash;

import dev.sluice.integration.SluiceProcess;
import dev.sluice.integration.trial.core.Client;
import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Dice;
import dev.sluice.integration.trial.core.Figures;
import dev.sluice.integration.trial.core.Request;
import dev.sluice.testing.Pace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Mixed load for a long time, under which nothing may fail and nothing may grow. */
public final class SoakTrial {
  private static final String BUCKET = "soak";
  private static final int WRITERS = 8;
  private static final int SAMPLES = 12;

  /** Samples before this one warm up: compilers, pools and caches fill. */
  private static final int FIRST = 3;

  private SoakTrial() {}

  /**
   * Runs for so long.
   *
   * @return the figures at the beginning and the end
   */
  public static String run(Deployment deployment, Path data, long seed, Duration length)
      throws IOException, InterruptedException {
    Dice dice = new Dice(seed);
    List<Writer> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(new Writer(i, BUCKET, deployment, dice.split(), () -> false));
    }
    AtomicBoolean stop = new AtomicBoolean();
    List<Figures> first = List.of();
    List<Figures> last = List.of();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Client client = new Client(() -> deployment.s3(0))) {
      if (!client.send(Writer.creation(BUCKET)).done()) {
        throw new AssertionError("no bucket");
      }
      List<Future<?>> load = new ArrayList<>();
      writers.forEach(writer -> load.add(threads.submit(() -> writer.write(stop))));
      try {
        for (int sample = 0; sample <= SAMPLES; sample++) {
          Pace.pass(length.dividedBy(SAMPLES + 1));
          last = sample(deployment);
          first = sample <= FIRST ? last : first;
        }
      } finally {
        stop.set(true);
      }
      for (Future<?> writer : load) {
        writer.get();
      }
      writers.forEach(Writer::verify);
      writers.forEach(Writer::clear);
      client.hangUp(); // silent since the beginning: the frontend may have closed it
      if (!client.send(Request.of("DELETE", BUCKET)).done()) {
        throw new AssertionError("the bucket is not empty");
      }
    } catch (ExecutionException e) {
      throw new AssertionError("seed " + seed + ": " + e.getCause(), e.getCause());
    }
    writers.forEach(Writer::close);
    LeftOnDisk.requireNone(data);
    long failed = writers.stream().mapToLong(Writer::uncertain).sum();
    String story =
        writers.stream().mapToLong(Writer::acknowledged).sum()
            + " changes, "
            + failed
            + " failed; agent and frontends at first "
            + first
            + ", at last "
            + last;
    for (int i = 0; i < first.size(); i++) {
      if (failed > 0 || first.get(i).growsTo(last.get(i))) {
        throw new AssertionError("seed " + seed + ": " + story);
      }
    }
    return story;
  }

  private static List<Figures> sample(Deployment deployment)
      throws IOException, InterruptedException {
    List<SluiceProcess> processes = new ArrayList<>();
    for (int i = 0; i < deployment.agents(); i++) {
      processes.add(deployment.agentProcess(i));
    }
    for (int i = 0; i < deployment.size(); i++) {
      processes.add(deployment.frontendProcess(i));
    }
    List<Figures> figures = new ArrayList<>();
    for (SluiceProcess process : processes) {
      figures.add(Figures.of(process));
    }
    return figures;
  }
}
