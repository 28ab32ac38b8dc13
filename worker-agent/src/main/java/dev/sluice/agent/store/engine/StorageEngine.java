package dev.sluice.agent.store.engine;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.UploadId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A storage that objects lie on. The waist is narrow: an engine knows bytes, records, names and
 * order; every rule of S3 stands above it, in the object store.
 *
 * <p>All engines promise:
 *
 * <ul>
 *   <li><b>One step.</b> {@link #publish} shows the bytes and the record together, replacing what
 *       was there: no moment shows one without the other, and a crash leaves the old or the new,
 *       whole.
 *   <li><b>Expectation.</b> {@link #publish}, {@link #replaceRecord} and {@link #delete} take what
 *       must be there and do nothing ({@link ExpectationNotMet}) if something else is. An engine
 *       that can compare and replace atomically does so.
 *   <li><b>Short decisions.</b> What takes as long as there are bytes is done by {@link #seal},
 *       before anything is compared. No change of a key waits until another caller's bytes are
 *       written, read or synced.
 *   <li><b>Durable.</b> When a changing call returns, the change survives a power cut (unless
 *       durability {@code os} was chosen).
 *   <li><b>From outside.</b> A file put there by other means is an object without a record.
 *   <li><b>Read-after-write.</b> A change that returned is seen by every later call, listings
 *       included.
 * </ul>
 *
 * <p>Failures are {@link dev.sluice.common.model.StorageException} with {@code BUCKET_NOT_FOUND},
 * {@code STORAGE_FULL}, {@code STORAGE_READ_ONLY}, {@code STORAGE_FAULT}, {@code UNAVAILABLE}.
 * Calls block; all types are safe for use by several threads unless they say otherwise.
 */
public interface StorageEngine extends ReadableStorage {
  /**
   * Fails with {@code STORAGE_READ_ONLY} where this engine changes nothing, whatever it is asked.
   * The object store asks this before it looks at anything else.
   */
  default void requireWritable() {}

  /**
   * Creates a bucket with its record; false where one is already there (nothing is changed then).
   */
  boolean createBucket(BucketName bucket, BucketRecord record);

  /**
   * Removes a bucket that holds no object, with its unfinished uploads, its empty directories and
   * its record.
   *
   * @return false where it holds something (nothing but empty directories is changed then)
   */
  boolean deleteBucket(BucketName bucket);

  /**
   * A place for new bytes, invisible until published.
   *
   * @param expectedLength bytes that will be written, -1 where nobody knows; a hint
   */
  Stage stage(BucketName bucket, long expectedLength);

  /**
   * Prepares a stage to become the object at a key: puts the record with the bytes and makes both
   * durable. Nothing is decided yet. A failure uses the stage up.
   *
   * @param record what to keep with it; the engine adds the seal
   */
  SealedStage seal(BucketName bucket, ObjectKey key, Stage stage, ObjectRecord record);

  /**
   * Makes a sealed stage the object at its key, in one step and durably. The stage is used up, also
   * by a failure; only after {@link ExpectationNotMet} it is as it was and may be published again,
   * with another expectation.
   *
   * @throws ExpectationNotMet if something else is there than expected
   */
  StoredObject publish(SealedStage sealed, Expectation expectation);

  /** Seals and publishes; after {@link ExpectationNotMet} the stage may be sealed again. */
  default StoredObject publish(
      BucketName bucket, ObjectKey key, Stage stage, ObjectRecord record, Expectation expectation) {
    try (SealedStage sealed = seal(bucket, key, stage, record)) {
      return publish(sealed, expectation);
    }
  }

  /**
   * Replaces the record of an object and leaves its bytes. The seal is renewed; the bytes are those
   * the expectation names.
   *
   * @throws ExpectationNotMet if something else is there than expected
   */
  StoredObject replaceRecord(
      BucketName bucket, ObjectKey key, ObjectRecord record, Expectation.Exactly expectation);

  /**
   * Removes the object at a key, and directories that this leaves empty.
   *
   * @return whether there was one
   * @throws ExpectationNotMet if something else is there than expected
   */
  boolean delete(BucketName bucket, ObjectKey key, Expectation expectation);

  /** Begins an upload; durable when this returns. */
  UploadArea createUpload(UploadRecord upload);

  /**
   * An upload that was begun and not discarded, finished ones (tombstones) included; null where
   * there is none.
   */
  @Nullable UploadArea upload(BucketName bucket, UploadId id);

  /**
   * Every unfinished upload of a bucket, by key, then by time of beginning and id, each {@link
   * UploadRecord#withoutMetadata}.
   */
  List<UploadRecord> uploads(BucketName bucket);

  /** Removes what crashes and clients left behind. Never touches what is in use. */
  SweepResult sweep(SweepAges ages);
}
