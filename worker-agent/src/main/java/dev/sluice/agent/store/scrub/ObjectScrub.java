package dev.sluice.agent.store.scrub;

import dev.sluice.agent.store.digest.ContentProof;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.quota.Quotas;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scrub of one object after the other: its bytes are read and compared with its record, and a
 * file from outside gets its MD5. Only what is the same before and after counts; bytes are never
 * changed. For one thread.
 */
final class ObjectScrub {
  /**
   * The age at which a file from outside counts as written. Who writes into a mapping of it shows
   * in its time only once the kernel has written the pages back, which takes half a minute.
   */
  static final Duration SETTLED = Duration.ofMinutes(1);

  /** The bytes that an object counts for at least: looking for a small one takes longest. */
  static final long LEAST_COST = 64 << 10;

  /** Attempts at an object that is changed while it is read. */
  private static final int MAX_LOOKS = 3;

  /** Files of a bucket that take no tag, after which no more of them are tried. */
  private static final int MAX_REFUSALS = 16;

  private static final int CHUNK_BYTES = 256 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(ObjectScrub.class);

  private final StorageEngine engine;
  private final Quotas quotas;
  private final InstantSource clock;
  private final Throttle throttle;
  private final LongConsumer progress;
  private final boolean writable;
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);

  /** The bucket of the last file that took no tag, and how many did not. */
  private @Nullable BucketName refusing;

  private int refusals;

  /**
   * A scrub.
   *
   * @param progress receives how many bytes were read
   */
  ObjectScrub(
      StorageEngine engine,
      Quotas quotas,
      InstantSource clock,
      Throttle throttle,
      LongConsumer progress) {
    this.engine = engine;
    this.quotas = quotas;
    this.clock = clock;
    this.throttle = throttle;
    this.progress = progress;
    writable = isWritable(engine);
  }

  private static boolean isWritable(StorageEngine engine) {
    try {
      engine.requireWritable();
      return true;
    } catch (StorageException e) {
      return false;
    }
  }

  /**
   * The result for one object.
   *
   * @param object as it was opened; null where it could not be
   * @param detail for people; empty where there is nothing to say
   */
  record Result(ScrubOutcome outcome, @Nullable StoredObject object, String detail) {}

  /**
   * Scrubs an object.
   *
   * @throws StorageException where the storage is away or overloaded: that says nothing of the
   *     object
   */
  Result scrub(ObjectName name) {
    for (int look = 1; ; look++) {
      Result result = look(name);
      if (result.outcome() != ScrubOutcome.CHANGED || look == MAX_LOOKS) {
        return result;
      }
    }
  }

  private Result look(ObjectName name) {
    OpenObject open;
    try {
      open = engine.open(name);
    } catch (StorageException e) {
      return e.reason() == FailureReason.BUCKET_NOT_FOUND
          ? new Result(ScrubOutcome.GONE, null, "")
          : new Result(ScrubOutcome.UNREADABLE, null, refusal(e));
    }
    if (open == null) {
      return new Result(ScrubOutcome.GONE, null, "");
    }
    try (open) {
      StoredObject object = open.object();
      quotas.met(name.bucket(), object); // a tag would hide that it may not be counted yet
      ContentProof proof = new ContentProof(object.record());
      boolean tags = mayTag(name.bucket(), object);
      if (proof.saysNothing() && !tags) {
        throttle.take(LEAST_COST);
        return new Result(ScrubOutcome.UNPROVABLE, object, "");
      }
      try {
        read(open, proof);
      } catch (StorageException e) {
        String detail = refusal(e);
        return open.unchanged() && isStill(name, object)
            ? new Result(ScrubOutcome.UNREADABLE, object, detail)
            : new Result(ScrubOutcome.CHANGED, object, "");
      }
      if (!open.unchanged()) {
        return new Result(ScrubOutcome.CHANGED, object, "");
      }
      return tags ? tag(name, object, proof) : compared(name, object, proof);
    }
  }

  /** Reason why the storage does not give an object; other failures say nothing of it. */
  private static String refusal(StorageException failure) {
    return switch (failure.reason()) {
      case STORAGE_FAULT, STORAGE_READ_ONLY -> String.valueOf(failure.getMessage());
      default -> throw failure;
    };
  }

  private boolean mayTag(BucketName bucket, StoredObject object) {
    Instant settled = clock.instant().minus(SETTLED);
    return writable
        && object.record().etag() == null
        && !object.modified().isAfter(settled)
        && !(bucket.equals(refusing) && refusals >= MAX_REFUSALS);
  }

  private void read(OpenObject open, ContentProof proof) {
    long size = open.object().size();
    throttle.take(Math.max(0, LEAST_COST - size));
    for (long done = 0; done < size; done += chunk.limit()) {
      chunk.clear().limit((int) Math.min(CHUNK_BYTES, size - done));
      throttle.take(chunk.limit());
      open.read(done, chunk);
      progress.accept(chunk.limit());
      proof.add(chunk.flip());
    }
  }

  private Result compared(ObjectName name, StoredObject object, ContentProof proof) {
    return switch (proof.verdict()) {
      case AGREES -> new Result(ScrubOutcome.INTACT, object, "");
      case UNCLEAR, SAYS_NOTHING -> new Result(ScrubOutcome.UNPROVABLE, object, "");
      case MOVING -> new Result(ScrubOutcome.CHANGED, object, "");
      case DIFFERS ->
          isStill(name, object)
              ? new Result(ScrubOutcome.ROTTEN, object, "its bytes are not those that were stored")
              : new Result(ScrubOutcome.CHANGED, object, "");
    };
  }

  private boolean isStill(ObjectName name, StoredObject object) {
    StoredObject now = engine.stat(name);
    return now != null && now.state().equals(object.state());
  }

  /** The engine compares the state in the step that keeps the tag: nothing came in between. */
  private Result tag(ObjectName name, StoredObject object, ContentProof proof) {
    try {
      StoredObject tagged =
          engine.replaceRecord(
              name,
              object.record().withTag(proof.tagOfAll()),
              new Expectation.Exactly(object.state()));
      return new Result(ScrubOutcome.TAGGED, tagged, "");
    } catch (ExpectationNotMet e) {
      return new Result(ScrubOutcome.CHANGED, object, "");
    } catch (StorageException e) {
      if (e.reason() == FailureReason.BUCKET_NOT_FOUND) {
        return new Result(ScrubOutcome.GONE, null, "");
      }
      if (e.reason() != FailureReason.STORAGE_FULL) {
        refused(name.bucket(), refusal(e));
      }
      return new Result(ScrubOutcome.UNPROVABLE, object, "");
    }
  }

  /** A file that is somebody else's is served as before, and read again by the next pass. */
  private void refused(BucketName bucket, String detail) {
    refusals = bucket.equals(refusing) ? refusals + 1 : 1;
    refusing = bucket;
    if (refusals == MAX_REFUSALS) {
      LOG.warn("Bucket {}: no more files get their MD5 in this pass: {}", bucket, detail);
    }
  }
}
