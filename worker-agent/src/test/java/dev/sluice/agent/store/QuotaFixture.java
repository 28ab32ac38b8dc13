package dev.sluice.agent.store;

import dev.sluice.agent.store.acl.BucketDefaults;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.Quota;
import dev.sluice.agent.store.engine.bucket.Usage;
import dev.sluice.agent.store.engine.listing.DelimiterRule;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.upload.ListedUpload;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.engine.upload.UploadScan;
import dev.sluice.agent.store.memory.MemoryEngine;
import dev.sluice.agent.store.quota.Quotas;
import dev.sluice.agent.store.request.BucketUsage;
import dev.sluice.agent.store.request.CompletionRequest;
import dev.sluice.agent.store.request.CompletionRequest.ListedPart;
import dev.sluice.agent.store.request.Finish;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.PartRequest;
import dev.sluice.agent.store.request.PutRequest;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.agent.store.request.UploadRequest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.WriteConditions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** A storage in memory that several stores are opened over, one after the other, in made time. */
final class QuotaFixture {
  static final CallContext CALL =
      new CallContext(Caller.operator(new Principal("id", "name")), "request", null);
  static final BucketName BUCKET = new BucketName("bucket");
  private static final byte[] FIRST = {};

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Consumer<String> before = ignored -> {};
  private Consumer<String> after = ignored -> {};

  /** Methods of the engine that were called. */
  final List<String> calls = new ArrayList<>();

  final MemoryEngine memory = new MemoryEngine(() -> this.now);
  EngineObjectStore store = open(2);

  QuotaFixture() {
    store.createBucket(CALL, BUCKET);
  }

  /** Opens a store; the one before need not have been closed. */
  EngineObjectStore open(int page) {
    StorageEngine engine = kept();
    store =
        new EngineObjectStore(
            engine,
            StoreLimits.DEFAULTS.withMinimumPartBytes(1),
            BucketDefaults.NONE,
            () -> now,
            new UploadIds(() -> now),
            new Quotas(engine, () -> now, page));
    return store;
  }

  /** An engine that outlives its store, as a disk does. */
  private StorageEngine kept() {
    return (StorageEngine)
        Proxy.newProxyInstance(
            QuotaFixture.class.getClassLoader(),
            new Class<?>[] {StorageEngine.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("decidedBy")) {
                return proxy; // the change that follows is noted
              }
              calls.add(method.getName());
              if (method.getName().equals("close")) {
                return null;
              }
              before.accept(method.getName());
              try {
                Object answer = method.invoke(memory, arguments);
                after.accept(method.getName());
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** What happens before each call of the engine does its work. */
  void before(Consumer<String> event) {
    before = event;
  }

  /** What happens after each call of the engine has done its work. */
  void after(Consumer<String> event) {
    after = event;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  void limit(long bytes) {
    BucketRecord before = store.getBucket(CALL, BUCKET);
    store.replaceSettings(
        CALL, BUCKET, before.settings().withQuota(new Quota(bytes, null)), before.generation());
  }

  /** Does all the work in the background that there is. */
  void work() {
    while (store.quotas().work()) {
      // a page more
    }
  }

  ObjectInfo put(String key, int length) {
    PutRequest request =
        new PutRequest(
            BUCKET, new ObjectKey(key), length, ObjectMetadata.NONE, null, WriteConditions.NONE);
    try (BodyWriter<ObjectInfo> writer = store.putObject(CALL, request)) {
      writer.write(ByteBuffer.allocate(length));
      return writer.commit(new Finish(length, null, null, null));
    }
  }

  UploadRef begin(String key) {
    UploadRecord upload =
        store.createUpload(
            CALL, new UploadRequest(BUCKET, new ObjectKey(key), ObjectMetadata.NONE, null, null));
    return new UploadRef(upload.bucket(), upload.key(), upload.id());
  }

  PartRecord part(UploadRef upload, int number, int length) {
    try (BodyWriter<PartRecord> writer =
        store.uploadPart(CALL, new PartRequest(upload, number, length, null))) {
      writer.write(ByteBuffer.allocate(length));
      return writer.commit(new Finish(length, null, null, null));
    }
  }

  /** Completes an upload of all its parts. */
  void complete(UploadRef upload) {
    List<ListedPart> listed =
        store.listParts(CALL, upload, 0, 1000).parts().stream()
            .map(part -> new ListedPart(part.number(), part.etag(), part.checksum()))
            .toList();
    store.completeUpload(
        CALL, new CompletionRequest(upload, listed, null, null, null, WriteConditions.NONE));
  }

  boolean delete(String key) {
    return store.deleteObject(CALL, BUCKET, new ObjectKey(key), WriteConditions.NONE)
        == Deleted.OBJECT;
  }

  BucketUsage usage() {
    return store.bucketUsage(CALL, BUCKET).orElseThrow();
  }

  /** What lies in the storage. */
  Usage truth() {
    Usage usage = Usage.NONE;
    for (ListedEntry entry : memory.list(BUCKET, new ListScan(FIRST, FIRST, false, 1000))) {
      usage = usage.plus(Usage.ofObject(((ListedEntry.Key) entry).object().size()));
    }
    UploadScan all = new UploadScan(new DelimiterRule("", ""), FIRST, "", 1000);
    for (ListedUpload line : memory.uploads(BUCKET, all)) {
      UploadArea area =
          Objects.requireNonNull(memory.upload(BUCKET, ((ListedUpload.Upload) line).upload().id()));
      long bytes = area.parts().values().stream().mapToLong(PartRecord::size).sum();
      usage = usage.plus(Usage.ofParts(bytes));
    }
    return usage;
  }
}
