package dev.sluice.agent.store.engine;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.KeptUsage;
import dev.sluice.agent.store.engine.object.DeleteMarker;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.object.VersionId;
import dev.sluice.agent.store.engine.upload.ListedUpload;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.engine.upload.UploadScan;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.UploadId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A storage that objects lie on. The waist is narrow: an engine knows bytes, records, names and
 * order; every rule of S3 stands above it, in the object store.
 *
 * <p>All engines promise what every storage can keep; more than that is an {@link EngineFeature}.
 * How bytes are shared, copied or appended to is an engine's own business:
 *
 * <ul>
 *   <li><b>One step.</b> {@link #publish} shows the bytes and the record together, replacing what
 *       was there: no moment shows one without the other, and a crash leaves the old or the new,
 *       whole.
 *   <li><b>Expectation.</b> {@link #publish}, {@link #replaceRecord} and {@link #delete} take what
 *       must be there and do nothing ({@link ExpectationNotMet}) if something else is. An engine
 *       that can compare and replace atomically does so.
 *   <li><b>Versions.</b> The current version of a key is the newest one, by a sequence that is kept
 *       and never by time; if it is a delete marker there is no object. A key has at most one
 *       version of an id: a new one takes the place of the one that has its id. An engine without
 *       {@link EngineFeature#RETAINED_VERSIONS} keeps no version but the current one, which is
 *       {@link VersionId#NULL}, and refuses with {@code NOT_IMPLEMENTED} to keep more.
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
   * Number of slots of keys that this agent owns, of a namespace that it shares with others; 0 of
   * one that it has alone. Answered without asking the storage.
   */
  default int ownedSlots() {
    return 0;
  }

  /**
   * This storage for one change that was decided by the settings of its bucket: it is made only
   * while they hold, and fails with {@link ExpectationNotMet} once others took their place. Where
   * this agent alone replaces settings an engine may give itself, and leaves it at the decision.
   *
   * @param settings the {@link BucketRecord#state} of those that it was decided by; {@link
   *     BucketRecord#NO_BUCKET} where there was no bucket; null where it hangs on none
   */
  default StorageEngine decidedBy(@Nullable StateToken settings) {
    return this;
  }

  /**
   * Creates a bucket with its record; false where one is already there (nothing is changed then).
   */
  boolean createBucket(BucketName bucket, BucketRecord record);

  /**
   * Removes a bucket that holds no version of any object, with its unfinished uploads, its empty
   * directories and its record, settings included.
   *
   * @return false where it holds something (nothing but empty directories is changed then)
   */
  boolean deleteBucket(BucketName bucket);

  /**
   * Replaces the settings of a bucket as a whole, in one step and durably.
   *
   * @param expectation the {@link BucketRecord#state} of the settings that they take the place of
   * @return the bucket's record with them
   * @throws ExpectationNotMet if the settings are in another state
   */
  BucketRecord replaceSettings(
      BucketName bucket, BucketSettings settings, Expectation.Exactly expectation);

  /**
   * Keeps the usage of a bucket with the bucket's record, durably. It is no setting: the generation
   * of those stays.
   */
  void keepUsage(BucketName bucket, KeptUsage usage);

  /**
   * A place for new bytes, invisible until published.
   *
   * @param expectedLength bytes that will be written, -1 where not known; a hint
   */
  Stage stage(BucketName bucket, long expectedLength);

  /**
   * Prepares a stage to become the current version of a key: puts the record with the bytes and
   * makes both durable. Nothing is decided yet. A failure uses the stage up.
   *
   * @param name with the id that the version will have
   * @param record what to keep with it; the engine adds the seal
   */
  SealedStage seal(ObjectName name, Stage stage, ObjectRecord record);

  /**
   * Makes a sealed stage the current version of its key, in one step and durably. The stage is used
   * up, also by a failure; only after {@link ExpectationNotMet} it is as it was and may be
   * published again, with another expectation.
   *
   * @param expectation of the current object of the key
   * @throws ExpectationNotMet if something else is there than expected
   */
  StoredObject publish(SealedStage sealed, Expectation expectation, Replaced replaced);

  /**
   * Makes a delete marker the newest version of a key, in one step and durably.
   *
   * @param name with the id that the marker will have
   * @param record who deletes, and when
   * @param expectation of the current object of the key
   * @throws ExpectationNotMet if something else is there than expected
   */
  default DeleteMarker publishMarker(
      ObjectName name, ObjectRecord record, Expectation expectation, Replaced replaced) {
    throw EngineFeature.RETAINED_VERSIONS.refusal();
  }

  /**
   * Replaces the record of an object and leaves its bytes and its place among the versions. The
   * seal is renewed; the bytes are those the expectation names.
   *
   * @throws ExpectationNotMet if something else is there than expected
   */
  StoredObject replaceRecord(ObjectName name, ObjectRecord record, Expectation.Exactly expectation);

  /**
   * Removes a version for good, and directories that this leaves empty. The newest of the versions
   * that are left is the current one then. Without a version in the name it is the current object.
   *
   * @throws ExpectationNotMet if something else is there than expected
   */
  Deleted delete(ObjectName name, Expectation expectation);

  /** Begins an upload; durable when this returns. */
  UploadArea createUpload(UploadRecord upload);

  /**
   * An upload that was begun and not discarded, finished ones (tombstones) included; null where
   * there is none.
   */
  @Nullable UploadArea upload(BucketName bucket, UploadId id);

  /**
   * Unfinished uploads of a bucket by key, then by id, which sorts by the time of beginning. Fewer
   * lines than the scan's limit mean that nothing follows.
   */
  List<ListedUpload> uploads(BucketName bucket, UploadScan scan);

  /** Removes what crashes and clients left behind. Never touches what is in use. */
  default SweepResult sweep(SweepAges ages) {
    return sweep(ages, UploadArea::discard);
  }

  /**
   * The same, where somebody else discards the unfinished uploads that are past their age.
   *
   * @param discard is given each of them
   */
  SweepResult sweep(SweepAges ages, Consumer<UploadArea> discard);
}
