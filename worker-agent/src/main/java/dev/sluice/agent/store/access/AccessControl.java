package dev.sluice.agent.store.access;

import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.request.AccessRequest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectOwnership;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Access control of a storage: gives each call its {@link Access}, which is decided as far as it
 * can be before anything is read. What a bucket's record says is taken apart once and kept while
 * the storage gives the same record.
 */
public final class AccessControl {
  /** Most buckets that are kept; beyond them all are dropped and made again. */
  private static final int MOST_KEPT = 10_000;

  private final ReadableStorage storage;
  private final InstantSource clock;
  private final ObjectOwnership ownership;
  private final ConcurrentHashMap<BucketName, BucketAccess> kept = new ConcurrentHashMap<>();

  /**
   * Access control.
   *
   * @param clock gives the time that policies speak of
   * @param ownership of the objects of buckets that say nothing about it
   */
  public AccessControl(ReadableStorage storage, InstantSource clock, ObjectOwnership ownership) {
    this.storage = storage;
    this.clock = clock;
    this.ownership = ownership;
  }

  /** Access to the storage as a whole, and to the names of its buckets. */
  public Access toStorage(CallContext context) {
    return to(context, new AccessTarget(AccessTarget.Kind.STORAGE, null, null), null);
  }

  /** Access to the name of a bucket that is to be created. */
  public Access toNewBucket(CallContext context, BucketName bucket) {
    return to(context, new AccessTarget(AccessTarget.Kind.NEW_BUCKET, bucket, null), null);
  }

  /** Access to a bucket. */
  public Access toBucket(CallContext context, BucketName bucket) {
    return to(context, new AccessTarget(AccessTarget.Kind.BUCKET, bucket, null), null);
  }

  /** Access to objects of a bucket, each of which gets an access of its own. */
  public Access toSomeObjects(CallContext context, BucketName bucket) {
    return to(context, new AccessTarget(AccessTarget.Kind.SOME_OBJECTS, bucket, null), null);
  }

  /** Access to an object that is to be read or changed in place. */
  public Access toObject(CallContext context, BucketName bucket, ObjectKey key) {
    return to(context, new AccessTarget(AccessTarget.Kind.OBJECT, bucket, key), null);
  }

  /** Access to a key, where an object is to be stored or deleted. */
  public Access toPlace(CallContext context, BucketName bucket, ObjectKey key) {
    return to(context, new AccessTarget(AccessTarget.Kind.PLACE, bucket, key), null);
  }

  /** Access to a key that a copy is stored at, and to its source. */
  public Access toCopy(
      CallContext context,
      BucketName bucket,
      ObjectKey key,
      BucketName sourceBucket,
      ObjectKey sourceKey) {
    return to(
        context,
        new AccessTarget(AccessTarget.Kind.PLACE, bucket, key),
        new AccessTarget(AccessTarget.Kind.OBJECT, sourceBucket, sourceKey));
  }

  /** Access to a key, where the object of an upload is to be stored later. */
  public Access toLaterPlace(CallContext context, BucketName bucket, ObjectKey key) {
    return to(context, new AccessTarget(AccessTarget.Kind.LATER_PLACE, bucket, key), null);
  }

  /** The same, and to the source of a part. */
  public Access toPartCopy(
      CallContext context,
      BucketName bucket,
      ObjectKey key,
      BucketName sourceBucket,
      ObjectKey sourceKey) {
    return to(
        context,
        new AccessTarget(AccessTarget.Kind.LATER_PLACE, bucket, key),
        new AccessTarget(AccessTarget.Kind.OBJECT, sourceBucket, sourceKey));
  }

  /** Access to an upload. */
  public Access toUpload(CallContext context, BucketName bucket, ObjectKey key) {
    return to(context, new AccessTarget(AccessTarget.Kind.UPLOAD, bucket, key), null);
  }

  /** Fails where the caller may not do what its evaluations are about. */
  public void decide(CallContext context, AccessRequest request) {
    Access access = toWhatIsAsked(context, request);
    access.decide();
    access.look(storage);
  }

  /**
   * The same where nothing has to be read for it.
   *
   * @return whether it was decided
   */
  public boolean decideAtOnce(CallContext context, AccessRequest request) {
    Access access = toWhatIsAsked(context, request);
    if (!access.isKnown()) {
      return false;
    }
    access.decide();
    return !access.dependsOnObject();
  }

  /** Whether the caller is charged for a request to a bucket whose requesters pay. */
  public boolean charges(CallContext context, AccessRequest request) {
    AccessRequest.Place source = request.source();
    return charges(context, request.target()) || (source != null && charges(context, source));
  }

  private boolean charges(CallContext context, AccessRequest.Place place) {
    BucketName name = place.bucket();
    BucketAccess bucket = name == null ? null : bucket(name);
    return bucket != null && bucket.charges(context.caller());
  }

  /** The decisions on the caller's evaluations, in their order. */
  public List<Decision> explain(CallContext context, AccessRequest request) {
    return toWhatIsAsked(context, request).explain(storage);
  }

  private Access toWhatIsAsked(CallContext context, AccessRequest request) {
    AccessRequest.Place source = request.source();
    return new Access(
        this,
        context,
        AccessTarget.asked(request.target(), context.caller().evaluations()),
        source == null
            ? null
            : new AccessTarget(AccessTarget.Kind.OBJECT, source.bucket(), source.key()));
  }

  private Access to(CallContext context, AccessTarget target, @Nullable AccessTarget source) {
    Access access = new Access(this, context, target, source);
    access.decide();
    return access;
  }

  /** The ownership of the objects of buckets that say nothing about it. */
  ObjectOwnership ownership() {
    return ownership;
  }

  Instant now() {
    return clock.instant();
  }

  /** The record of a bucket; null where there is none. */
  @Nullable BucketRecord record(BucketName bucket) {
    BucketRecord known = storage.knownBucket(bucket);
    return known == null ? storage.bucket(bucket) : known;
  }

  /** Whether the record of a bucket is known without reading it. */
  boolean isKnown(BucketName bucket) {
    return storage.knownBucket(bucket) != null;
  }

  /** Access to a bucket; null where there is none. */
  @Nullable BucketAccess bucket(BucketName bucket) {
    BucketRecord record = record(bucket);
    if (record == null) {
      kept.remove(bucket);
      return null;
    }
    BucketAccess before = kept.get(bucket);
    if (before != null && before.record().equals(record)) {
      return before;
    }
    BucketAccess now = BucketAccess.of(record, ownership, before);
    if (kept.size() >= MOST_KEPT) {
      kept.clear();
    }
    kept.put(bucket, now);
    return now;
  }
}
