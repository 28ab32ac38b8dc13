package dev.sluice.cli.bench;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one endpoint: a connection and a platform thread each. Runs works one after the
 * other over the same connections.
 */
final class Clients implements AutoCloseable {
  private static final long TICK_MILLIS = 250;
  private static final double SECOND = 1e9;

  private final List<Connection> connections;
  private final Interrupt interrupt;

  Clients(List<Connection> connections, Interrupt interrupt) {
    this.connections = List.copyOf(connections);
    this.interrupt = interrupt;
  }

  /**
   * How long a work goes on.
   *
   * @param requests the most turns that are taken
   * @param perSecond the fixed rate; 0 for a closed loop
   */
  record Pace(Duration duration, long requests, double perSecond) {}

  /**
   * A run that has ended.
   *
   * @param seconds from its start to the last answer
   * @param cpuNanos CPU time of this whole process meanwhile
   */
  record Run(Recording recording, double seconds, long end, long cpuNanos) {}

  /** Connects all; fails as the first that cannot. */
  void connect() throws ExchangeFailure {
    for (Connection connection : connections) {
      connection.connect();
    }
  }

  /** Runs a work to its end. */
  Run run(Work work, Pace pace, ProgressLine progress) throws InterruptedException {
    long cpu = cpuNanos();
    long start = Client.now();
    Schedule schedule =
        new Schedule(start, pace.duration().toNanos(), pace.requests(), pace.perSecond());
    int seconds = Math.toIntExact(pace.duration().toSeconds() + 1);
    Recording recording = new Recording(start, seconds, work.operations());
    AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
    CountDownLatch running = new CountDownLatch(connections.size());
    List<Thread> threads = new ArrayList<>();
    interrupt.watch(schedule);
    for (int i = 0; i < connections.size(); i++) {
      Client client = new Client(i, connections.get(i), schedule, recording);
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("client-" + i)
              .start(
                  () -> {
                    try {
                      work.run(client);
                    } catch (Throwable e) {
                      broken.compareAndSet(null, e);
                      schedule.stop();
                    } finally {
                      running.countDown();
                    }
                  }));
    }
    while (!running.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
      long now = Client.now();
      progress.show(recording, now - start);
      connections.forEach(connection -> connection.breakIfSlow(now));
      if (broken.get() != null) {
        threads.forEach(Thread::interrupt);
      }
    }
    long end = Client.now();
    Throwable cause = broken.get();
    if (cause != null) {
      throw new IllegalStateException("a client ended early", cause);
    }
    if (!schedule.isStopped()) {
      noteUnsent(schedule, recording, work, end);
    }
    return new Run(recording, (end - start) / SECOND, end, cpuNanos() - cpu);
  }

  /** Requests that were due before the deadline and that no client was free to send. */
  private static void noteUnsent(Schedule schedule, Recording recording, Work work, long end) {
    Operation operation = work.operations().iterator().next();
    long last = schedule.dueBefore(end);
    for (long ticket = schedule.drawn(); ticket < last; ticket++) {
      recording.unsent(operation, schedule.due(ticket, end), end);
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  @Override
  public void close() {
    connections.forEach(Connection::close);
  }
}
