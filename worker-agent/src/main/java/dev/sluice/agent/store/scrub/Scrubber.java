package dev.sluice.agent.store.scrub;

import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.quota.Quotas;
import dev.sluice.common.metrics.Metric;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scrub of a storage: pass after pass in the background, on one thread and within a rate, and
 * beside it whatever part is asked for. The place of the pass outlives the process. It changes no
 * bytes and deletes nothing: what is damaged is reported, and read as before.
 */
public final class Scrubber implements AutoCloseable {
  /** Time after a start in which a pass neither begins nor goes on: others have work then. */
  private static final Duration START_DELAY = Duration.ofMinutes(1);

  /** Time between two looks whether a pass is due, and after a failure. */
  private static final Duration IDLE = Duration.ofMinutes(1);

  /** Time between two records of the place: so much is read again after a kill. */
  static final Duration KEEP = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(Scrubber.class);

  private final StorageEngine engine;
  private final ScrubRun.Storage storage;
  private final Settings settings;
  private final InstantSource clock;
  private final ScrubStateStore states;
  private final Damage damage;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final LongAdder bytes = new LongAdder();
  private final LongAdder objects = new LongAdder();
  private final LongAdder tagged = new LongAdder();
  private @Nullable Thread thread;
  private Instant kept;

  /** The pass, without what {@link Damage} knows. */
  private volatile ScrubState pass;

  /**
   * The settings of the scrub in the background.
   *
   * @param bytesPerSecond that are read; 0: there is none
   * @param interval from the beginning of a pass to that of the next
   */
  public record Settings(long bytesPerSecond, Duration interval) {
    /** Whether there is a scrub in the background. */
    public boolean isOn() {
      return bytesPerSecond > 0;
    }
  }

  /**
   * A scrub that has not begun.
   *
   * @param engine is not closed by this
   * @param nanoTime as {@link System#nanoTime}
   */
  public Scrubber(
      StorageEngine engine,
      Quotas quotas,
      Settings settings,
      InstantSource clock,
      LongSupplier nanoTime,
      ScrubStateStore states) {
    this.engine = engine;
    this.settings = settings;
    this.clock = clock;
    this.states = states;
    pass = states.load();
    damage = new Damage(clock, pass);
    storage = new ScrubRun.Storage(engine, quotas, clock, nanoTime, damage);
    kept = clock.instant();
  }

  /** Begins to work in the background. */
  public void start() {
    thread = Thread.ofPlatform().name("scrub").daemon().start(this::run);
  }

  /** Lets the read under way come to its end, and begins no other. */
  @Override
  public void close() {
    stopped.countDown();
    Thread running = thread;
    if (running != null) {
      try {
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    Duration idle = atMostTheInterval(START_DELAY);
    while (!isStopped(idle.toNanos())) {
      idle = atMostTheInterval(IDLE);
      try {
        work(this::pause);
      } catch (RuntimeException e) { // whatever it was, the next look may succeed
        if (stopped.getCount() > 0 && engine.absence() == null) {
          LOG.warn("the scrub was interrupted; it goes on later", e);
        }
      }
    }
  }

  private Duration atMostTheInterval(Duration time) {
    return time.compareTo(settings.interval()) < 0 ? time : settings.interval();
  }

  private boolean isStopped(long nanos) {
    try {
      return stopped.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void pause(long nanos) {
    if (isStopped(nanos)) {
      throw new StorageException(FailureReason.CALL_CANCELLED, "the agent stops");
    }
  }

  /** Does what is due in the background: forgets damage that is gone, and goes on with a pass. */
  void work(Pause pause) {
    if (engine.absence() != null) {
      return;
    }
    damage.review(engine);
    if (settings.isOn() && isDue()) {
      goOn(pause);
    }
  }

  private boolean isDue() {
    Instant begun = pass.begun();
    return begun == null
        || pass.isUnderWay()
        || !clock.instant().isBefore(begun.plus(settings.interval()));
  }

  private void goOn(Pause pause) {
    if (!pass.isUnderWay()) {
      damage.begin();
      pass = new ScrubState(clock.instant(), null, pass.ended(), ScrubCounts.NONE, List.of(), 0);
    }
    ScrubRun run =
        new ScrubRun(
            storage,
            ScrubScope.ALL,
            settings.bytesPerSecond(),
            pause,
            ScrubListener.NOBODY,
            pass.counts());
    if (pass.at() != null) {
      run.resumeAt(pass.at());
    }
    try {
      for (ObjectName name = run.next(); name != null; name = run.next()) {
        pass = at(name, run.counts());
        ObjectScrub.Result result = scrub(run, name);
        pass = at(name, run.counts());
        boolean damaged = result.outcome().isDamage();
        if (damaged) {
          damage.metByPass(name);
        }
        if (damaged || !clock.instant().isBefore(kept.plus(KEEP))) {
          keep();
        }
      }
      end();
    } finally {
      keep();
    }
  }

  private ScrubState at(@Nullable ObjectName name, ScrubCounts counts) {
    return new ScrubState(pass.begun(), name, pass.ended(), counts, List.of(), 0);
  }

  private void end() {
    ScrubCounts counts = pass.counts();
    pass = new ScrubState(pass.begun(), null, clock.instant(), counts, List.of(), 0);
    LOG.info(
        "scrubbed: {} objects, {} bytes read, {} damaged, {} got their MD5",
        counts.objects(),
        counts.bytes(),
        counts.of(ScrubOutcome.ROTTEN) + counts.of(ScrubOutcome.UNREADABLE),
        counts.of(ScrubOutcome.TAGGED));
  }

  /** Scrubs an object, and counts it for the metrics. */
  private ObjectScrub.Result scrub(ScrubRun run, ObjectName name) {
    long before = run.counts().bytes();
    try {
      ObjectScrub.Result result = run.scrub(name);
      objects.increment();
      if (result.outcome() == ScrubOutcome.TAGGED) {
        tagged.increment();
      }
      return result;
    } finally {
      bytes.add(run.counts().bytes() - before);
    }
  }

  private synchronized void keep() {
    if (engine.absence() == null) {
      kept = clock.instant();
      states.keep(state());
    }
  }

  /**
   * Scrubs a scope now, beside what is done in the background.
   *
   * @param bytesPerSecond 0: without a bound
   * @param pause is made before each read
   * @throws StorageException {@code BUCKET_NOT_FOUND}, and what the pause throws
   */
  public ScrubCounts scrub(
      ScrubScope scope, long bytesPerSecond, Pause pause, ScrubListener listener) {
    ScrubRun run = new ScrubRun(storage, scope, bytesPerSecond, pause, listener, ScrubCounts.NONE);
    boolean damaged = false;
    try {
      for (ObjectName name = run.next(); name != null; name = run.next()) {
        damaged |= scrub(run, name).outcome().isDamage();
      }
    } finally {
      if (damaged) {
        keep();
      }
    }
    return run.counts();
  }

  /** The pass in the background, and the damage that is known now. */
  public ScrubState state() {
    ScrubState now = pass;
    return new ScrubState(
        now.begun(), now.at(), now.ended(), now.counts(), damage.named(), damage.further());
  }

  /** The same after a look whether the damaged objects are still there. */
  public ScrubState reviewed() {
    damage.review(engine);
    return state();
  }

  /** The settings of the scrub in the background. */
  public Settings settings() {
    return settings;
  }

  /** A notice to operators, in words that follow "ready: "; null where nothing is damaged. */
  public @Nullable String notice() {
    long count = damage.count();
    return count == 0
        ? null
        : "damaged objects: %d (sluice scrub --status names them)".formatted(count);
  }

  /** Numbers for those who run it. */
  public List<Metric> measures() {
    return List.of(
        Metric.counter(
            "sluice_agent_scrub_read_bytes_total",
            "Bytes that scrubs have read, to compare them with what is kept of them.",
            bytes::sum),
        Metric.counter(
            "sluice_agent_scrub_objects_total", "Objects that scrubs have come to.", objects::sum),
        Metric.counter(
            "sluice_agent_scrub_tagged_objects_total",
            "Files from outside that scrubs gave their MD5 as their ETag.",
            tagged::sum),
        Metric.gauge(
            "sluice_agent_scrub_damaged_objects",
            "Objects that are known to be damaged: their bytes differ from what was stored, or"
                + " cannot be read.",
            damage::count),
        Metric.gauge(
            "sluice_agent_scrub_pass_ended_seconds",
            "When the scrub in the background last came to the end of all objects, in seconds since"
                + " 1970; 0: never.",
            () -> {
              Instant ended = pass.ended();
              return ended == null ? 0 : ended.getEpochSecond();
            }));
  }
}
