package dev.sluice.agent.store.scrub;

import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.model.StorageException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects that were found damaged: the first of them by name, the others by their number. One
 * that is replaced, deleted or read intact later is none any more. Safe for use by several threads.
 */
final class Damage {
  /** Damaged objects that are known by name. */
  static final int MAX_NAMED = 100;

  private static final Logger LOG = LoggerFactory.getLogger(Damage.class);

  private final InstantSource clock;
  private final Map<ObjectName, DamagedObject> named = new LinkedHashMap<>();
  private long further;

  Damage(InstantSource clock, ScrubState before) {
    this.clock = clock;
    before.damaged().forEach(damaged -> named.put(damaged.name(), damaged));
    further = before.further();
  }

  /** A pass begins, which meets again all that have no name here. */
  synchronized void begin() {
    further = 0;
  }

  /** An object was scrubbed. */
  synchronized void met(ObjectName name, ObjectScrub.Result result) {
    if (!result.outcome().isDamage()) {
      if (result.outcome() != ScrubOutcome.CHANGED) {
        named.remove(name);
      }
      return;
    }
    LOG.warn(
        "damaged object: bucket {} key {} version {}: {}: {}",
        name.bucket(),
        name.key(),
        name.version(),
        result.outcome(),
        result.detail());
    if (named.size() < MAX_NAMED || named.containsKey(name)) {
      named.put(name, damaged(name, result, clock.instant()));
    }
  }

  /** A pass, which meets each object once, has found one damaged. */
  synchronized void metByPass(ObjectName name) {
    if (!named.containsKey(name)) {
      further++;
    }
  }

  static DamagedObject damaged(ObjectName name, ObjectScrub.Result result, Instant found) {
    StoredObject object = result.object();
    return new DamagedObject(
        name,
        result.outcome(),
        object == null ? 0 : object.size(),
        object == null ? Instant.EPOCH : object.modified(),
        found,
        result.detail());
  }

  /** Forgets those whose place another object has taken, or none. */
  void review(ReadableStorage storage) {
    for (DamagedObject damaged : named()) {
      if (isGone(storage, damaged)) {
        forget(damaged);
      }
    }
  }

  private static boolean isGone(ReadableStorage storage, DamagedObject damaged) {
    try {
      StoredObject there = storage.stat(damaged.name());
      return there == null || !(damaged.modified().equals(Instant.EPOCH) || damaged.isStill(there));
    } catch (StorageException e) {
      return switch (e.reason()) {
        case BUCKET_NOT_FOUND -> true;
        default -> false; // nothing is known of it now
      };
    }
  }

  private synchronized void forget(DamagedObject damaged) {
    named.remove(damaged.name(), damaged);
  }

  synchronized List<DamagedObject> named() {
    return List.copyOf(named.values());
  }

  synchronized long further() {
    return further;
  }

  synchronized long count() {
    return named.size() + further;
  }
}
