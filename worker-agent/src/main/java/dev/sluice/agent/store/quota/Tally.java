package dev.sluice.agent.store.quota;

import dev.sluice.agent.store.engine.bucket.Quota;
import dev.sluice.agent.store.engine.bucket.Usage;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of one bucket's quota. A change reserves what it adds before it is made, and is
 * settled with its exact difference afterwards: usage and reservations together never exceed the
 * quota by growth. Changes of one key may be settled in another order than they were made in: sums
 * do not care, and until then the growth of the earlier one is reserved. While the bucket is
 * counted, a change of a key that the count has passed changes what the count found, too; the count
 * meets the others later. Safe for use by many threads.
 */
final class Tally {
  private final BucketName bucket;
  private Quota quota;
  private Usage known;
  private Growth reserved = Growth.NONE;
  private boolean exact;

  /** Bytes of parts of those uploads that are known one by one. */
  private long uploadBytes;

  private @Nullable Count count;
  private boolean changed;

  /** A count under way. */
  private static final class Count {
    private long objects;
    private long bytes;

    /** The last key that was counted; empty: none yet. */
    private byte[] cursor = {};

    boolean passed(byte[] key) {
      return Arrays.compareUnsigned(key, cursor) <= 0;
    }

    void add(Usage difference) {
      objects += difference.objects();
      bytes += difference.objectBytes();
    }
  }

  /**
   * A tally that begins with a usage known before.
   *
   * @param exact whether no change is missing in it
   */
  Tally(BucketName bucket, Quota quota, Usage known, boolean exact) {
    this.bucket = bucket;
    this.quota = quota;
    this.known = known;
    this.exact = exact;
  }

  synchronized Quota quota() {
    return quota;
  }

  synchronized void limit(Quota other) {
    quota = other;
  }

  /** Usage that counts: the last known one, or what a count under way has found already. */
  synchronized Usage used() {
    return known.max(found());
  }

  private Usage found() {
    return count == null
        ? new Usage(0, 0, uploadBytes)
        : new Usage(count.objects, count.bytes, uploadBytes);
  }

  /** Whether every acknowledged change is in the usage, once. */
  synchronized boolean isExact() {
    return exact;
  }

  /** Whether something changed since this was asked last. */
  synchronized boolean takeChanged() {
    boolean before = changed;
    changed = false;
    return before;
  }

  /** Something has yet to be kept. */
  synchronized void changed() {
    changed = true;
  }

  // ---- Changes ----

  /**
   * Fails where the bucket may not grow so.
   *
   * @throws StorageException {@code QUOTA_EXCEEDED}
   */
  synchronized void require(Growth growth) {
    Usage used = used();
    require("bytes", used.bytes() + reserved.bytes(), growth.bytes(), quota.maxBytes());
    require("objects", used.objects() + reserved.objects(), growth.objects(), quota.maxObjects());
  }

  private void require(String unit, long used, long more, @Nullable Long most) {
    if (most != null && more > 0 && more > most - used) {
      throw new StorageException(
          FailureReason.QUOTA_EXCEEDED,
          "quota of bucket %s: %d %s used and %d more (expected: at most %d)"
              .formatted(bucket, used, unit, more, most),
          new FailureDetail.Size(used + more, most));
    }
  }

  /**
   * Reserves growth for a change that is about to be made.
   *
   * @throws StorageException {@code QUOTA_EXCEEDED}
   */
  synchronized void reserve(Growth growth) {
    require(growth);
    reserved = reserved.plus(growth);
  }

  /** The change was not made. */
  synchronized void release(Growth growth) {
    reserved = reserved.minus(growth);
  }

  /**
   * Nobody knows whether the change was made: its growth counts until a count has shown what is
   * there. One under way may have passed the key before, and is void.
   */
  synchronized void doubt(Growth growth) {
    release(growth);
    known = known.plus(new Usage(growth.objects(), growth.bytes(), 0));
    exact = false;
    count = null;
    changed = true;
  }

  /** The object of a key was stored, replaced or deleted. */
  synchronized void settle(Growth growth, byte[] key, Usage difference) {
    release(growth);
    known = known.plus(difference);
    if (count != null && count.passed(key)) {
      count.add(difference);
    }
    changed = true;
  }

  /** An upload has become the object of a key, which takes the place of its parts. */
  synchronized void settle(Growth growth, byte[] key, Usage difference, UploadTally upload) {
    settle(growth, key, difference);
    end(upload);
  }

  /** A part was committed. */
  synchronized void settle(Growth growth, UploadTally upload, long difference) {
    release(growth);
    if (!upload.ended) {
      upload.bytes += difference;
      addParts(difference);
    }
  }

  /** An upload has no parts any more. */
  synchronized void end(UploadTally upload) {
    if (!upload.ended) {
      upload.ended = true;
      addParts(-upload.bytes);
    }
  }

  private void addParts(long difference) {
    known = known.plus(Usage.ofParts(difference));
    uploadBytes += difference;
    changed = true;
  }

  synchronized long bytesOf(UploadTally upload) {
    return upload.ended ? 0 : upload.bytes;
  }

  // ---- Counting ----

  /** What lies in an upload was looked up; the last known usage has it already. */
  synchronized void found(UploadTally upload, long bytes) {
    if (!upload.ended) {
      uploadBytes += bytes - upload.bytes;
      upload.bytes = bytes;
    }
  }

  /** An upload that was looked up is not there any more, and was settled before. */
  synchronized void drop(UploadTally upload) {
    if (!upload.ended) {
      upload.ended = true;
      uploadBytes -= upload.bytes;
    }
  }

  synchronized void beginCount() {
    count = new Count();
  }

  synchronized boolean isCounting() {
    return count != null;
  }

  /** The place from which the count goes on; null where none is under way. */
  synchronized byte @Nullable [] nextKey() {
    if (count == null) {
      return null;
    }
    return count.cursor.length == 0
        ? count.cursor
        : Arrays.copyOf(count.cursor, count.cursor.length + 1);
  }

  /** Objects that a count under way has found; 0 without one. */
  synchronized long counted() {
    return count == null ? 0 : count.objects;
  }

  /**
   * A run of objects was counted, from {@link #nextKey} on, while no change was under way.
   *
   * @param lastKey of the run; nothing lies between
   */
  synchronized void counted(byte[] lastKey, long objects, long bytes) {
    if (count != null) {
      count.add(new Usage(objects, bytes, 0));
      count.cursor = lastKey;
    }
  }

  /**
   * Nothing follows: what was found is what there is.
   *
   * @return what the last known usage lacked; null where no count is under way
   */
  synchronized @Nullable Usage endCount() {
    if (count == null) {
      return null;
    }
    Usage found = found();
    Usage missing = found.minus(known);
    known = found;
    exact = true;
    count = null;
    changed = true;
    return missing;
  }
}
