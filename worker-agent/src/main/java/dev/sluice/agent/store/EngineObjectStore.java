package dev.sluice.agent.store;

import dev.sluice.agent.store.engine.BucketRecord;
import dev.sluice.agent.store.engine.BucketSettings;
import dev.sluice.agent.store.engine.Deleted;
import dev.sluice.agent.store.engine.EngineInfo;
import dev.sluice.agent.store.engine.ObjectName;
import dev.sluice.agent.store.engine.PartRecord;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.SweepResult;
import dev.sluice.agent.store.engine.UploadRecord;
import dev.sluice.agent.store.request.CompletionRequest;
import dev.sluice.agent.store.request.CopyRequest;
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
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Region;
import dev.sluice.common.model.UploadId;
import dev.sluice.common.model.WriteConditions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The object store over an engine: who is responsible for what. The rules stand with them. */
public final class EngineObjectStore implements ObjectStore {
  private final StorageEngine engine;
  private final StoreLimits limits;
  private final InstantSource clock;
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

  /**
   * A store over an engine, which is closed with it.
   *
   * @param clock gives the times that clients see
   * @param ids makes unguessable upload ids
   */
  public EngineObjectStore(
      StorageEngine engine, StoreLimits limits, InstantSource clock, Supplier<UploadId> ids) {
    this.engine = engine;
    this.limits = limits;
    this.clock = clock;
    publishing = new Publishing(engine);
    buckets = new Buckets(engine, clock);
    puts = new Puts(engine, publishing, limits, clock);
    reads = new Reads(engine);
    listings = new Listings(engine);
    copies = new Copies(engine, reads, publishing, limits, clock);
    uploads = new Uploads(engine, limits, clock, ids);
    uploadListings = new UploadListings(engine);
    partCopies = new PartCopies(uploads, reads, copies, clock);
    completions = new Completions(engine, uploads, publishing, limits, clock);
  }

  @Override
  public EngineInfo info() {
    return engine.info();
  }

  @Override
  public BucketRecord createBucket(CallContext context, BucketName bucket, Region region) {
    engine.requireWritable();
    context.requireWaiting();
    return buckets.create(context.principal(), bucket, region);
  }

  @Override
  public BucketRecord getBucket(CallContext context, BucketName bucket) {
    return buckets.get(bucket);
  }

  @Override
  public BucketRecord replaceSettings(
      CallContext context, BucketName bucket, BucketSettings settings, long expectedGeneration) {
    engine.requireWritable();
    context.requireWaiting();
    return buckets.replaceSettings(bucket, settings, expectedGeneration);
  }

  @Override
  public BucketPage listBuckets(CallContext context, String prefix, String startAfter, int limit) {
    return buckets.list(prefix, startAfter, limit);
  }

  @Override
  public void deleteBucket(CallContext context, BucketName bucket) {
    engine.requireWritable();
    context.requireWaiting();
    buckets.delete(bucket);
  }

  @Override
  public BodyWriter<ObjectInfo> putObject(CallContext context, PutRequest request) {
    engine.requireWritable();
    return puts.begin(context, request);
  }

  @Override
  public ObjectReading getObject(CallContext context, ReadRequest request) {
    return reads.open(request);
  }

  @Override
  public ObjectHead headObject(CallContext context, ReadRequest request) {
    return reads.head(request);
  }

  @Override
  public ObjectPage listObjects(CallContext context, ListQuery query) {
    return listings.list(context, query);
  }

  @Override
  public Optional<ObjectPage> listObjectsAtOnce(CallContext context, ListQuery query) {
    return listings.listAtOnce(context, query);
  }

  @Override
  public boolean deleteObject(
      CallContext context, BucketName bucket, ObjectKey key, WriteConditions conditions) {
    engine.requireWritable();
    return publishing.delete(context, new ObjectName(bucket, key), conditions) == Deleted.OBJECT;
  }

  @Override
  public ObjectInfo copyObject(CallContext context, CopyRequest request) {
    engine.requireWritable();
    return copies.copy(context, request);
  }

  @Override
  public UploadRecord createUpload(CallContext context, UploadRequest request) {
    engine.requireWritable();
    return uploads.create(context, request);
  }

  @Override
  public BodyWriter<PartRecord> uploadPart(CallContext context, PartRequest request) {
    engine.requireWritable();
    return uploads.part(context, request);
  }

  @Override
  public PartRecord copyPart(CallContext context, PartCopyRequest request) {
    engine.requireWritable();
    return partCopies.copy(context, request);
  }

  @Override
  public PartPage listParts(CallContext context, UploadRef upload, int afterPart, int limit) {
    return uploads.parts(upload, afterPart, limit);
  }

  @Override
  public UploadPage listUploads(CallContext context, UploadQuery query) {
    return uploadListings.list(query);
  }

  @Override
  public ObjectInfo completeUpload(CallContext context, CompletionRequest request) {
    engine.requireWritable();
    return completions.complete(context, request);
  }

  @Override
  public void abortUpload(CallContext context, UploadRef upload) {
    engine.requireWritable();
    completions.abort(context, upload);
  }

  @Override
  public SweepResult sweep(@Nullable Duration uploadExpiry) {
    Duration upload = uploadExpiry == null ? limits.uploadExpiry() : uploadExpiry;
    return engine.sweep(new SweepAges(clock.instant(), upload, limits.tombstoneAge()));
  }

  @Override
  public void close() {
    engine.close();
  }
}
