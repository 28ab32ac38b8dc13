package dev.sluice.agent.store;

import dev.sluice.agent.store.access.Access;
import dev.sluice.agent.store.access.AccessControl;
import dev.sluice.agent.store.access.Decision;
import dev.sluice.agent.store.acl.BucketDefaults;
import dev.sluice.agent.store.acl.BucketRules;
import dev.sluice.agent.store.engine.EngineInfo;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.SweepResult;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.quota.Quotas;
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
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.model.UploadId;
import dev.sluice.common.model.Wildcard;
import dev.sluice.common.model.WriteConditions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The object store over an engine: who is responsible for what. The rules stand with them. Each of
 * them is handed an {@link Access}, which {@link AccessControl} alone gives: a call that the
 * decision does not allow fails with {@code ACCESS_DENIED} before it gets there, or where the
 * object is read that the decision depends on.
 */
public final class EngineObjectStore implements ObjectStore {
  private final StorageEngine engine;
  private final StoreLimits limits;
  private final BucketDefaults defaults;
  private final InstantSource clock;
  private final AccessControl control;
  private final Quotas quotas;
  private final Buckets buckets;
  private final Puts puts;
  private final Reads reads;
  private final Listings listings;
  private final Publishing publishing;
  private final Copies copies;
  private final Uploads uploads;
  private final UploadListings uploadListings;
  private final PartCopies partCopies;
  private final Completions completions;

  /** A store whose buckets have the usual defaults. */
  public EngineObjectStore(
      StorageEngine engine, StoreLimits limits, InstantSource clock, Supplier<UploadId> ids) {
    this(engine, limits, BucketDefaults.NONE, clock, ids);
  }

  /**
   * A store over an engine, which is closed with it.
   *
   * @param defaults of its buckets
   * @param clock gives the times that clients see
   * @param ids makes unguessable upload ids
   */
  public EngineObjectStore(
      StorageEngine engine,
      StoreLimits limits,
      BucketDefaults defaults,
      InstantSource clock,
      Supplier<UploadId> ids) {
    this(engine, limits, defaults, clock, ids, new Quotas(engine, clock));
  }

  EngineObjectStore(
      StorageEngine engine,
      StoreLimits limits,
      BucketDefaults defaults,
      InstantSource clock,
      Supplier<UploadId> ids,
      Quotas quotas) {
    this.engine = engine;
    this.quotas = quotas;
    this.defaults = defaults;
    this.limits = limits;
    this.clock = clock;
    control = new AccessControl(engine, clock, defaults.ownership());
    publishing = new Publishing(engine, quotas);
    buckets = new Buckets(engine, quotas, defaults, clock);
    puts = new Puts(engine, quotas, publishing, limits, clock);
    reads = new Reads(engine, quotas);
    listings = new Listings(engine, quotas);
    copies = new Copies(engine, quotas, reads, publishing, limits, clock);
    uploads = new Uploads(engine, quotas, limits, clock, ids);
    uploadListings = new UploadListings(engine);
    partCopies = new PartCopies(quotas, uploads, reads, copies);
    completions = new Completions(engine, quotas, uploads, publishing, limits, clock);
  }

  /**
   * The access of a call that changes something: what is decided about it comes first, and where
   * nothing can be changed it ends here, whatever else there is to say against it.
   */
  private Access changing(Access access) {
    engine.requireWritable();
    return access;
  }

  /** The quotas of its buckets, for which there is work in the background. */
  public Quotas quotas() {
    return quotas;
  }

  @Override
  public EngineInfo info() {
    return engine.info();
  }

  @Override
  public void decide(CallContext context, AccessRequest request) {
    control.decide(context, request);
  }

  @Override
  public boolean decideAtOnce(CallContext context, AccessRequest request) {
    return control.decideAtOnce(context, request);
  }

  @Override
  public boolean charges(CallContext context, AccessRequest request) {
    return control.charges(context, request);
  }

  @Override
  public List<Decision> explain(CallContext context, AccessRequest request) {
    return control.explain(context, request);
  }

  @Override
  public BucketRecord createBucket(CallContext context, CreationRequest request) {
    Access access = changing(control.toNewBucket(context, request.bucket()));
    return buckets.create(access, request);
  }

  @Override
  public BucketRecord getBucket(CallContext context, BucketName bucket) {
    return buckets.get(control.toBucket(context, bucket), bucket);
  }

  @Override
  public BucketRecord replaceSettings(
      CallContext context, BucketName bucket, BucketSettings settings, long expectedGeneration) {
    Access access = changing(control.toBucket(context, bucket));
    return buckets.replaceSettings(access, bucket, settings, expectedGeneration);
  }

  @Override
  public Optional<BucketUsage> bucketUsage(CallContext context, BucketName bucket) {
    buckets.get(control.toBucket(context, bucket), bucket);
    return quotas.usage(bucket);
  }

  @Override
  public Optional<BucketUsage> countBucket(CallContext context, BucketName bucket) {
    Access access = changing(control.toBucket(context, bucket));
    buckets.get(access, bucket);
    return quotas.count(bucket, context.cancellation());
  }

  @Override
  public BucketDefaults defaults() {
    return defaults;
  }

  @Override
  public BucketRecord replaceBucketAcl(
      CallContext context, BucketName bucket, AclSpec acl, @Nullable String expectedOwner) {
    Access access = changing(control.toBucket(context, bucket));
    return buckets.replaceAcl(access, bucket, acl, expectedOwner);
  }

  @Override
  public BucketPage listBuckets(
      CallContext context, String prefix, String startAfter, int limit, List<Wildcard> granted) {
    return buckets.list(control.toStorage(context), prefix, startAfter, limit, granted);
  }

  @Override
  public void deleteBucket(CallContext context, BucketName bucket) {
    Access access = changing(control.toBucket(context, bucket));
    buckets.delete(access, bucket);
  }

  @Override
  public BodyWriter<ObjectInfo> putObject(CallContext context, PutRequest request) {
    Access access = changing(control.toPlace(context, request.bucket(), request.key()));
    return puts.begin(access, request);
  }

  @Override
  public ObjectReading getObject(CallContext context, ReadRequest request) {
    return reads.open(control.toObject(context, request.bucket(), request.key()), request);
  }

  @Override
  public ObjectHead headObject(CallContext context, ReadRequest request) {
    return reads.head(control.toObject(context, request.bucket(), request.key()), request);
  }

  @Override
  public ObjectPage listObjects(CallContext context, ListQuery query) {
    return listings.list(control.toBucket(context, query.bucket()), query);
  }

  @Override
  public Optional<ObjectPage> listObjectsAtOnce(CallContext context, ListQuery query) {
    return listings.listAtOnce(control.toBucket(context, query.bucket()), query);
  }

  @Override
  public Deleted deleteObject(
      CallContext context, BucketName bucket, ObjectKey key, WriteConditions conditions) {
    Access access = changing(control.toPlace(context, bucket, key));
    return publishing.delete(access, new ObjectName(bucket, key), conditions);
  }

  @Override
  public void checkDeletes(CallContext context, BucketName bucket) {
    buckets.get(control.toSomeObjects(context, bucket), bucket);
  }

  @Override
  public ObjectInfo copyObject(CallContext context, CopyRequest request) {
    Access access =
        changing(
            control.toCopy(
                context,
                request.bucket(),
                request.key(),
                request.source().bucket(),
                request.source().key()));
    return copies.copy(access, request);
  }

  @Override
  public ObjectInfo replaceTags(
      CallContext context, BucketName bucket, ObjectKey key, TagSet tags) {
    Access access = changing(control.toObject(context, bucket, key));
    TagSet accepted = tags.requireAtMost(TagSet.MAX_OF_OBJECT);
    return info(
        access,
        key,
        publishing.replaceMetadata(
            access, new ObjectName(bucket, key), metadata -> metadata.withTags(accepted)));
  }

  private static ObjectInfo info(Access access, ObjectKey key, StoredObject object) {
    return ObjectInfo.of(key, object, access.rules().ownerOf(object.record().owner()));
  }

  @Override
  public ObjectInfo replaceAcl(
      CallContext context,
      BucketName bucket,
      ObjectKey key,
      AclSpec acl,
      @Nullable String expectedOwner) {
    Access access = changing(control.toObject(context, bucket, key));
    return info(
        access,
        key,
        publishing.replaceRecord(
            access,
            new ObjectName(bucket, key),
            WriteConditions.NONE,
            current -> {
              BucketRules rules = access.rules();
              ObjectRecord record = current.object().record();
              Principal owner = rules.ownerOf(record.owner());
              BucketRules.requireOwner(owner, expectedOwner);
              return record.withMetadata(record.metadata().withAcl(rules.ofObject(acl, owner)));
            }));
  }

  @Override
  public UploadRecord createUpload(CallContext context, UploadRequest request) {
    Access access = changing(control.toLaterPlace(context, request.bucket(), request.key()));
    return uploads.create(access, request);
  }

  @Override
  public BodyWriter<PartRecord> uploadPart(CallContext context, PartRequest request) {
    Access access =
        changing(control.toLaterPlace(context, request.upload().bucket(), request.upload().key()));
    return uploads.part(access, request);
  }

  @Override
  public PartRecord copyPart(CallContext context, PartCopyRequest request) {
    Access access =
        changing(
            control.toPartCopy(
                context,
                request.upload().bucket(),
                request.upload().key(),
                request.source().bucket(),
                request.source().key()));
    return partCopies.copy(access, request);
  }

  @Override
  public PartPage listParts(CallContext context, UploadRef upload, int afterPart, int limit) {
    return uploads.parts(
        control.toUpload(context, upload.bucket(), upload.key()), upload, afterPart, limit);
  }

  @Override
  public UploadPage listUploads(CallContext context, UploadQuery query) {
    return uploadListings.list(control.toBucket(context, query.bucket()), query);
  }

  @Override
  public ObjectInfo completeUpload(CallContext context, CompletionRequest request) {
    Access access =
        changing(control.toPlace(context, request.upload().bucket(), request.upload().key()));
    return completions.complete(access, request);
  }

  @Override
  public void abortUpload(CallContext context, UploadRef upload) {
    Access access = changing(control.toUpload(context, upload.bucket(), upload.key()));
    completions.abort(access, upload);
  }

  @Override
  public SweepResult sweep(@Nullable Duration uploadExpiry) {
    Duration upload = uploadExpiry == null ? limits.uploadExpiry() : uploadExpiry;
    return engine.sweep(
        new SweepAges(clock.instant(), upload, limits.tombstoneAge()), quotas::discard);
  }

  @Override
  public void close() {
    quotas.close();
    engine.close();
  }
}
