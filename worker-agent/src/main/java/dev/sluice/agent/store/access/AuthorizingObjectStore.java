package dev.sluice.agent.store.access;

import static dev.sluice.common.model.Evaluation.Resource.SOURCE;
import static dev.sluice.common.model.Evaluation.Resource.TARGET;

import dev.sluice.agent.store.BodyWriter;
import dev.sluice.agent.store.ObjectReading;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.engine.BucketRecord;
import dev.sluice.agent.store.engine.BucketSettings;
import dev.sluice.agent.store.engine.EngineInfo;
import dev.sluice.agent.store.engine.PartRecord;
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
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Region;
import dev.sluice.common.model.Wildcard;
import dev.sluice.common.model.WriteConditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Object store that makes the {@link Decision} before each call, and is all that services see: a
 * call that the decision does not allow fails with {@code ACCESS_DENIED} and reaches no store. A
 * new method of {@link ObjectStore} does not compile here without its own.
 */
public final class AuthorizingObjectStore implements ObjectStore {
  private static final Set<Evaluation.Resource> ITSELF = EnumSet.of(TARGET);
  private static final Set<Evaluation.Resource> BOTH = EnumSet.of(TARGET, SOURCE);

  private final ObjectStore store;

  /** The decision before a store, which is closed with it. */
  public AuthorizingObjectStore(ObjectStore store) {
    this.store = store;
  }

  private static void decide(CallContext context, Set<Evaluation.Resource> touched) {
    Decision.of(context.caller(), touched).require();
  }

  /** Fails where the caller may not do what its evaluations are about. */
  public void decide(CallContext context) {
    decide(context, ITSELF);
  }

  /** Of the agent, not of what it keeps: nothing to decide. */
  @Override
  public EngineInfo info() {
    return store.info();
  }

  @Override
  public BucketRecord createBucket(CallContext context, BucketName bucket, Region region) {
    decide(context, ITSELF);
    return store.createBucket(context, bucket, region);
  }

  @Override
  public BucketRecord getBucket(CallContext context, BucketName bucket) {
    decide(context, ITSELF);
    return store.getBucket(context, bucket);
  }

  @Override
  public BucketRecord replaceSettings(
      CallContext context, BucketName bucket, BucketSettings settings, long expectedGeneration) {
    decide(context, ITSELF);
    return store.replaceSettings(context, bucket, settings, expectedGeneration);
  }

  @Override
  public BucketPage listBuckets(CallContext context, String prefix, String startAfter, int limit) {
    return listBuckets(context, prefix, startAfter, limit, List.of());
  }

  /**
   * A page of those buckets that the caller may see, decided for each as it is listed.
   *
   * @param granted names that the caller's grants are about
   */
  public BucketPage listBuckets(
      CallContext context, String prefix, String startAfter, int limit, List<Wildcard> granted) {
    decide(context, ITSELF);
    List<NamedBucket> listed = new ArrayList<>();
    String after = startAfter;
    BucketPage page;
    do {
      context.requireWaiting();
      page = store.listBuckets(context, prefix, after, limit);
      for (NamedBucket bucket : page.buckets()) {
        if (Decision.ofListed(context.caller(), bucket.name(), granted).allowed()) {
          if (listed.size() == limit) {
            return new BucketPage(listed, true);
          }
          listed.add(bucket);
        }
        after = bucket.name().value();
      }
    } while (page.truncated() && listed.size() < limit);
    return new BucketPage(listed, page.truncated());
  }

  @Override
  public void deleteBucket(CallContext context, BucketName bucket) {
    decide(context, ITSELF);
    store.deleteBucket(context, bucket);
  }

  @Override
  public BodyWriter<ObjectInfo> putObject(CallContext context, PutRequest request) {
    decide(context, ITSELF);
    return store.putObject(context, request);
  }

  @Override
  public ObjectReading getObject(CallContext context, ReadRequest request) {
    decide(context, ITSELF);
    return store.getObject(context, request);
  }

  @Override
  public ObjectHead headObject(CallContext context, ReadRequest request) {
    decide(context, ITSELF);
    return store.headObject(context, request);
  }

  @Override
  public ObjectPage listObjects(CallContext context, ListQuery query) {
    decide(context, ITSELF);
    return store.listObjects(context, query);
  }

  @Override
  public Optional<ObjectPage> listObjectsAtOnce(CallContext context, ListQuery query) {
    decide(context, ITSELF);
    return store.listObjectsAtOnce(context, query);
  }

  @Override
  public boolean deleteObject(
      CallContext context, BucketName bucket, ObjectKey key, WriteConditions conditions) {
    decide(context, ITSELF);
    return store.deleteObject(context, bucket, key, conditions);
  }

  @Override
  public ObjectInfo copyObject(CallContext context, CopyRequest request) {
    decide(context, BOTH);
    return store.copyObject(context, request);
  }

  @Override
  public UploadRecord createUpload(CallContext context, UploadRequest request) {
    decide(context, ITSELF);
    return store.createUpload(context, request);
  }

  @Override
  public BodyWriter<PartRecord> uploadPart(CallContext context, PartRequest request) {
    decide(context, ITSELF);
    return store.uploadPart(context, request);
  }

  @Override
  public PartRecord copyPart(CallContext context, PartCopyRequest request) {
    decide(context, BOTH);
    return store.copyPart(context, request);
  }

  @Override
  public PartPage listParts(CallContext context, UploadRef upload, int afterPart, int limit) {
    decide(context, ITSELF);
    return store.listParts(context, upload, afterPart, limit);
  }

  @Override
  public UploadPage listUploads(CallContext context, UploadQuery query) {
    decide(context, ITSELF);
    return store.listUploads(context, query);
  }

  @Override
  public ObjectInfo completeUpload(CallContext context, CompletionRequest request) {
    decide(context, ITSELF);
    return store.completeUpload(context, request);
  }

  @Override
  public void abortUpload(CallContext context, UploadRef upload) {
    decide(context, ITSELF);
    store.abortUpload(context, upload);
  }

  /** Asked by the agent itself and by administration, which decides. */
  @Override
  public SweepResult sweep(@Nullable Duration uploadExpiry) {
    return store.sweep(uploadExpiry);
  }

  @Override
  public void close() {
    store.close();
  }
}
