package dev.sluice.agent.store;

import dev.sluice.agent.store.access.Decision;
import dev.sluice.agent.store.acl.BucketDefaults;
import dev.sluice.agent.store.engine.EngineInfo;
import dev.sluice.agent.store.engine.SweepResult;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.request.AccessRequest;
import dev.sluice.agent.store.request.BucketUsage;
import dev.sluice.agent.store.request.CompletionRequest;
import dev.sluice.agent.store.request.CopyRequest;
import dev.sluice.agent.store.request.CreationRequest;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ObjectHead;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.ObjectPage;
import dev.sluice.agent.store.request.PartCopyRequest;
import dev.sluice.agent.store.request.PartPage;
import dev.sluice.agent.store.request.PartRequest;
import dev.sluice.agent.store.request.PutRequest;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.agent.store.request.UploadPage;
import dev.sluice.agent.store.request.UploadQuery;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.agent.store.request.UploadRequest;
import dev.sluice.common.model.AclSpec;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.model.Wildcard;
import dev.sluice.common.model.WriteConditions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The semantics of S3's buckets, objects and uploads, over any {@link
 * dev.sluice.agent.store.engine.StorageEngine}. This is the specification; {@code sluice.v1} is the
 * same on the wire.
 *
 * <p>Rules that hold for every method:
 *
 * <ul>
 *   <li>A failure is a {@link dev.sluice.common.model.StorageException} whose reason the method
 *       names; nothing was stored. Besides those named, every method may fail with {@code
 *       BUCKET_NOT_FOUND}, {@code STORAGE_FULL}, {@code STORAGE_READ_ONLY}, {@code STORAGE_FAULT},
 *       {@code INTERNAL}; every method that stores an object, with {@code KEY_OBSTRUCTED}.
 *   <li>A change that returned is durable, and every later call sees it.
 *   <li>Conditions of a change are decided at the moment of publishing, with an expectation of the
 *       engine: of several callers whose conditions exclude each other exactly one succeeds, the
 *       others fail with {@code PRECONDITION_FAILED} (with {@code If-Match} on a missing object:
 *       {@code OBJECT_NOT_FOUND}). No change waits until another caller's bytes are written, read
 *       or synced.
 *   <li>ETags are MD5s of the bytes, or have a dash: {@code <hex>-<parts>} for completed uploads
 *       (MD5 of the parts' MD5s), an opaque tag ending in {@code -1} for a file from outside,
 *       derived from its size, its time and, where the storage keeps it, its identity. A condition
 *       with that tag holds for the same file also when its MD5 is known later.
 *   <li>The caller may: a call that the {@link Decision} does not allow fails with {@code
 *       ACCESS_DENIED}, before anything it is about is looked at, or where the object is read that
 *       the decision depends on. {@code OBJECT_NOT_FOUND} is for callers who may list the key; for
 *       others it is {@code ACCESS_DENIED} too. A change is decided again when it is published.
 *   <li>A call whose caller no longer waits ({@link CallContext#requireWaiting}) fails with {@code
 *       DEADLINE_PASSED} or {@code CALL_CANCELLED} before its next step; at the latest before the
 *       one that would change something.
 *   <li>Calls block on the caller's thread.
 * </ul>
 */
public interface ObjectStore extends AutoCloseable {
  /** The description of the storage. */
  EngineInfo info();

  /**
   * Decides whether the caller may do what its evaluations are about, by all that takes part in the
   * decision, and does nothing else. Fails with {@code ACCESS_DENIED} and for no other reason.
   */
  void decide(CallContext context, AccessRequest request);

  /**
   * The same where nothing has to be read for it, so that it takes no time.
   *
   * @return whether it was decided
   */
  boolean decideAtOnce(CallContext context, AccessRequest request);

  /** The decisions on the caller's evaluations, each with its reason, in their order. */
  List<Decision> explain(CallContext context, AccessRequest request);

  /** Whether the caller is charged for a request, which {@link #decide} allows. */
  boolean charges(CallContext context, AccessRequest request);

  /**
   * Creates a bucket that belongs to the caller.
   *
   * <p>Fails with {@code BUCKET_ALREADY_OWNED}, {@code BUCKET_ALREADY_EXISTS}, {@code
   * TAGS_TOO_MANY}.
   */
  BucketRecord createBucket(CallContext context, CreationRequest request);

  /** The same for a bucket about which nothing but its name is said. */
  default BucketRecord createBucket(CallContext context, BucketName bucket) {
    return createBucket(context, new CreationRequest(bucket));
  }

  /** The record of a bucket. */
  BucketRecord getBucket(CallContext context, BucketName bucket);

  /**
   * Replaces the settings of a bucket as a whole.
   *
   * <p>Fails with {@code CONDITIONAL_CONFLICT} where they are of another generation.
   *
   * @param expectedGeneration of the settings that they take the place of
   * @return the bucket with them
   */
  BucketRecord replaceSettings(
      CallContext context, BucketName bucket, BucketSettings settings, long expectedGeneration);

  /** What holds for buckets that say nothing of it themselves. */
  BucketDefaults defaults();

  /**
   * Replaces the access control list of a bucket by what one as it is stated comes to.
   *
   * <p>Fails with {@code ACL_NOT_SUPPORTED}, and with {@code ACCESS_DENIED} for a public list where
   * those are blocked, and for another owner than the expected one.
   *
   * @param expectedOwner canonical id; null: any
   * @return the bucket with it
   */
  BucketRecord replaceBucketAcl(
      CallContext context, BucketName bucket, AclSpec acl, @Nullable String expectedOwner);

  /**
   * The usage of a bucket, as its quota counts it; empty where it has none. Every method that
   * stores an object or a part fails with {@code QUOTA_EXCEEDED} where the bucket would exceed its
   * quota by growing; early where the length is declared, and in any case when it is published.
   */
  Optional<BucketUsage> bucketUsage(CallContext context, BucketName bucket);

  /** The same after the whole bucket was counted, from the beginning, beside all changes. */
  Optional<BucketUsage> countBucket(CallContext context, BucketName bucket);

  /**
   * A page of those buckets that the caller may see, in byte order. An identity sees buckets of its
   * account.
   *
   * @param prefix of the names; empty: all
   * @param startAfter only names after this; empty: from the first
   * @param limit 1..10000
   * @param granted names of buckets that the caller's grants are about; without meaning for callers
   *     who may do everything
   */
  BucketPage listBuckets(
      CallContext context, String prefix, String startAfter, int limit, List<Wildcard> granted);

  /** The same for callers who may do everything. */
  default BucketPage listBuckets(CallContext context, String prefix, String startAfter, int limit) {
    return listBuckets(context, prefix, startAfter, limit, List.of());
  }

  /** Deletes an empty bucket and its unfinished uploads. Fails with {@code BUCKET_NOT_EMPTY}. */
  void deleteBucket(CallContext context, BucketName bucket);

  /**
   * Begins a put. What can be known early fails here: missing bucket, conditions that do not hold
   * now, metadata over 2 KiB ({@code METADATA_TOO_LARGE}), a declared length over the limit ({@code
   * ENTITY_TOO_LARGE}).
   *
   * <p>Commit fails with {@code LENGTH_MISMATCH}, {@code DIGEST_MISMATCH}, {@code
   * TRANSFER_CORRUPTED}, {@code PRECONDITION_FAILED}, {@code OBJECT_NOT_FOUND}.
   */
  BodyWriter<ObjectInfo> putObject(CallContext context, PutRequest request);

  /**
   * Opens an object for reading. Fails with {@code OBJECT_NOT_FOUND}, {@code NOT_MODIFIED}, {@code
   * PRECONDITION_FAILED}, {@code RANGE_NOT_SATISFIABLE}, {@code PART_NUMBER_NOT_SATISFIABLE}.
   */
  ObjectReading getObject(CallContext context, ReadRequest request);

  /** The head of {@link #getObject}'s answer, without opening. Fails alike. */
  ObjectHead headObject(CallContext context, ReadRequest request);

  /** A page of keys, in byte order, and of prefixes rolled up at a delimiter. */
  ObjectPage listObjects(CallContext context, ListQuery query);

  /**
   * The same page where it is short work; empty where many names of directories would have to be
   * read first, or another call is reading them.
   */
  Optional<ObjectPage> listObjectsAtOnce(CallContext context, ListQuery query);

  /**
   * Deletes an object. Without conditions it is no failure that there is none.
   *
   * <p>Fails with {@code PRECONDITION_FAILED}, and {@code OBJECT_NOT_FOUND} for a condition on a
   * missing object.
   *
   * @return what was removed
   */
  Deleted deleteObject(
      CallContext context, BucketName bucket, ObjectKey key, WriteConditions conditions);

  /**
   * Fails where the caller may delete nothing of a bucket, before objects of it are deleted one
   * after the other, each decided about on its own.
   */
  void checkDeletes(CallContext context, BucketName bucket);

  /**
   * Replaces the access control list of an object by what one as it is stated comes to, and nothing
   * besides: ETag and time stay.
   *
   * <p>Fails with {@code OBJECT_NOT_FOUND}, and as {@link #replaceBucketAcl}.
   *
   * @param expectedOwner canonical id; null: any
   */
  ObjectInfo replaceAcl(
      CallContext context,
      BucketName bucket,
      ObjectKey key,
      AclSpec acl,
      @Nullable String expectedOwner);

  /**
   * Copies an object where it lies. ETag, checksum and part sizes are the source's; the bytes are
   * shared where the storage can. Onto itself with replaced metadata only the record changes; onto
   * itself without is {@code REQUEST_INVALID}.
   *
   * <p>Fails as {@link #getObject} for the source (conditions always with {@code
   * PRECONDITION_FAILED}) and as a put.
   */
  ObjectInfo copyObject(CallContext context, CopyRequest request);

  /**
   * Replaces the tags of an object, and nothing besides: ETag and time stay.
   *
   * <p>Fails with {@code OBJECT_NOT_FOUND}, {@code TAGS_TOO_MANY}.
   */
  ObjectInfo replaceTags(CallContext context, BucketName bucket, ObjectKey key, TagSet tags);

  /**
   * Begins an upload. Fails as the early part of {@link #putObject}, and with {@code
   * REQUEST_INVALID}.
   */
  UploadRecord createUpload(CallContext context, UploadRequest request);

  /**
   * Begins a part. Fails with {@code UPLOAD_NOT_FOUND}, {@code ARGUMENT_INVALID} (part number),
   * {@code ENTITY_TOO_LARGE}, and on commit as a put. An earlier part of the same number stays
   * until commit.
   */
  BodyWriter<PartRecord> uploadPart(CallContext context, PartRequest request);

  /**
   * Stores a range of an object as a part, where it lies. Fails as {@link #uploadPart} and {@link
   * #getObject}.
   */
  PartRecord copyPart(CallContext context, PartCopyRequest request);

  /**
   * A page of an upload's parts.
   *
   * @param afterPart only higher numbers
   * @param limit 0..1000
   */
  PartPage listParts(CallContext context, UploadRef upload, int afterPart, int limit);

  /** A page of unfinished uploads by key, then time of beginning and id. */
  UploadPage listUploads(CallContext context, UploadQuery query);

  /**
   * Makes the object of the listed parts in one step. Again with the same upload id it gives the
   * same answer while the upload is remembered.
   *
   * <p>Fails with {@code UPLOAD_NOT_FOUND}, {@code PART_INVALID}, {@code PART_ORDER_INVALID},
   * {@code PART_TOO_SMALL}, {@code ENTITY_TOO_LARGE}, {@code DIGEST_MISMATCH}, {@code
   * REQUEST_INVALID}, {@code PRECONDITION_FAILED}; the upload is then as it was.
   */
  ObjectInfo completeUpload(CallContext context, CompletionRequest request);

  /**
   * Forgets an upload. Of a completed one that is remembered it changes nothing. Fails with {@code
   * UPLOAD_NOT_FOUND}.
   */
  void abortUpload(CallContext context, UploadRef upload);

  /**
   * Sweeps now.
   *
   * @param uploadExpiry age of unfinished uploads; null: the configured one
   */
  SweepResult sweep(@Nullable Duration uploadExpiry);

  @Override
  void close();

  /**
   * A page of buckets.
   *
   * @param buckets in byte order
   * @param truncated whether more follow
   */
  record BucketPage(List<NamedBucket> buckets, boolean truncated) {}

  /**
   * A bucket with its name.
   *
   * @param name its name
   * @param bucket what is known of it
   */
  record NamedBucket(BucketName name, BucketRecord bucket) {}
}
