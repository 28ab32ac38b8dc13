package dev.sluice.agent.store.scrub;

import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.quota.Quotas;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One scrub of a scope, object by object. For one thread; its numbers may be read by any. */
final class ScrubRun {
  private final Storage storage;
  private final ScrubListener listener;
  private final ObjectWalk walk;
  private final ObjectScrub scrub;
  private volatile ScrubCounts counts;

  /** The storage that is scrubbed, and what all scrubs of it share. */
  record Storage(
      StorageEngine engine,
      Quotas quotas,
      InstantSource clock,
      LongSupplier nanoTime,
      Damage damage) {}

  /**
   * A run from the beginning.
   *
   * @param bytesPerSecond {@link Throttle#UNBOUNDED}: without a bound
   * @param before numbers that it goes on from
   */
  ScrubRun(
      Storage storage,
      ScrubScope scope,
      long bytesPerSecond,
      Pause pause,
      ScrubListener listener,
      ScrubCounts before) {
    this.storage = storage;
    this.listener = listener;
    counts = before;
    Pause told =
        nanos -> {
          listener.progress(counts());
          pause.forNanos(nanos);
        };
    Throttle throttle = new Throttle(bytesPerSecond, storage.nanoTime(), told);
    walk = new ObjectWalk(storage.engine(), scope, throttle, () -> told.forNanos(0));
    scrub =
        new ObjectScrub(
            storage.engine(),
            storage.quotas(),
            storage.clock(),
            throttle,
            bytes -> counts = counts().plusBytes(bytes));
  }

  /** Goes on at an object, which comes again where it is still there. */
  void resumeAt(ObjectName name) {
    walk.resumeAt(name);
  }

  /** The name of the next object; null at the end. */
  @Nullable ObjectName next() {
    return walk.next();
  }

  /** Scrubs an object. */
  ObjectScrub.Result scrub(ObjectName name) {
    ObjectScrub.Result result = scrub.scrub(name);
    counts = counts.plus(result.outcome());
    storage.damage().met(name, result);
    if (result.outcome().isDamage()) {
      listener.found(Damage.damaged(name, result, storage.clock().instant()));
    }
    return result;
  }

  ScrubCounts counts() {
    return counts;
  }
}
