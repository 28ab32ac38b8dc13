package dev.sluice.agent.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.agent.service.PassingStore;
import dev.sluice.agent.store.BodyWriter;
import dev.sluice.agent.store.EngineObjectStore;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.UploadIds;
import dev.sluice.agent.store.engine.ReadOnlyEngine;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.request.CompletionRequest;
import dev.sluice.agent.store.request.CompletionRequest.ListedPart;
import dev.sluice.agent.store.request.CopyRequest;
import dev.sluice.agent.store.request.CopySource;
import dev.sluice.agent.store.request.Finish;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.PartCopyRequest;
import dev.sluice.agent.store.request.PartRequest;
import dev.sluice.agent.store.request.PutRequest;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.agent.store.request.UploadRequest;
import dev.sluice.common.model.AclSpec;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.CannedAcl;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.model.WriteConditions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A store over a folder, and somebody who asks it for things, in few words. */
public final class StoreClient implements AutoCloseable {
  public static final BucketName BUCKET = new BucketName("photos");
  static final BucketName OTHER = new BucketName("other");
  public static final CallContext ALICE =
      new CallContext(Caller.operator(new Principal("alice-id", "Alice")), "request-1", null);

  private static final Instant NOW = Instant.parse("2026-11-12T13:14:15.678Z");
  private static final StoreLimits LIMITS = StoreLimits.DEFAULTS.withMinimumPartBytes(1);

  /** Metadata that fits no small attribute. */
  private static final Map<String, String> METADATA = Map.of("note", "long ".repeat(60));

  /** Group-writable, so that the usual umask makes every new file's mode a call of its own. */
  private static final int FILE_MODE = 0664;

  private static final int DIRECTORY_MODE = 0775;

  final Path root;
  public final ObjectStore store;
  private final ObjectStore behind;
  private final @Nullable PassingStore passing;
  private Instant now = NOW;

  /** Opens the folder as an agent does that starts. */
  public StoreClient(Path root, Posix posix) {
    this(settings(root), posix);
  }

  public StoreClient(LocalSettings settings, Posix posix) {
    this(settings.root(), LocalEngine.open(settings, posix));
  }

  public StoreClient(Path root, StorageEngine engine) {
    this(root, engine, Way.DIRECT);
  }

  private StoreClient(Path root, StorageEngine engine, Way way) {
    this.root = root;
    behind =
        new EngineObjectStore(engine, LIMITS, () -> now, new UploadIds(InstantSource.system()));
    passing = way == Way.PASSED ? new PassingStore(behind) : null;
    store = passing == null ? behind : passing.store();
  }

  /** How the store is asked. */
  public enum Way {
    /** By calls of its own methods. */
    DIRECT,
    /** Through gRPC, where the bytes of objects are read from files that were passed. */
    PASSED
  }

  /** Opens the folder as an agent does that starts, and asks it in a way. */
  static StoreClient by(Way way, Path root, Posix posix) {
    return new StoreClient(root, LocalEngine.open(settings(root), posix), way);
  }

  private static LocalSettings settings(Path root) {
    return LocalSettings.of(root).withModes(FILE_MODE, DIRECTORY_MODE);
  }

  /** Opens the folder as an agent does that changes nothing. */
  public static StoreClient readOnly(Path root) {
    return new StoreClient(root, new ReadOnlyEngine(ReadOnlyFolder.open(LocalSettings.of(root))));
  }

  /** Opens an empty folder, and makes the bucket. */
  public static StoreClient begin(Path root, Posix posix) {
    StoreClient client = new StoreClient(root, posix);
    client.store.createBucket(ALICE, BUCKET);
    return client;
  }

  /** Makes a tag the only setting of a bucket. */
  public BucketRecord tag(BucketName bucket, String key, String value, long expectedGeneration) {
    BucketSettings settings =
        BucketSettings.NONE.withTags(new TagSet(List.of(new Tag(key, value))));
    return store.replaceSettings(ALICE, bucket, settings, expectedGeneration);
  }

  /** Makes a policy, whose one statement has this Sid, the only setting of a bucket. */
  BucketRecord policy(BucketName bucket, String sid, long expectedGeneration) {
    String policy =
        """
        {"Statement": {"Sid": "%s", "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject",
          "Resource": "arn:aws:s3:::%s/secret/*"}}
        """
            .formatted(sid, bucket);
    return store.replaceSettings(
        ALICE, bucket, BucketSettings.NONE.withPolicy(policy), expectedGeneration);
  }

  /** Lets access control lists take part in a bucket. */
  void withLists(BucketName bucket) {
    BucketRecord there = store.getBucket(ALICE, bucket);
    BucketSettings settings = there.settings().withOwnership(ObjectOwnership.OBJECT_WRITER);
    store.replaceSettings(ALICE, bucket, settings, there.generation());
  }

  /** Replaces the access control list of a bucket. */
  public void protect(BucketName bucket, CannedAcl acl) {
    store.replaceBucketAcl(ALICE, bucket, new AclSpec.Canned(acl), null);
  }

  /** Replaces the tags of an object. */
  public ObjectInfo tag(String key, Tag... tags) {
    return store.replaceTags(ALICE, BUCKET, key(key), new TagSet(List.of(tags)));
  }

  /** Replaces the access control list of an object. */
  public ObjectInfo protect(String key, CannedAcl acl) {
    return store.replaceAcl(ALICE, BUCKET, key(key), new AclSpec.Canned(acl), null);
  }

  /** Generation of a bucket's settings. */
  public long generation(BucketName bucket) {
    return store.getBucket(ALICE, bucket).generation();
  }

  public static ObjectKey key(String key) {
    return new ObjectKey(key);
  }

  private static Finish all(byte[] bytes) {
    return new Finish(bytes.length, null, null, null);
  }

  public ObjectInfo put(String key, String content) {
    return put(key, content, WriteConditions.NONE);
  }

  public ObjectInfo put(String key, String content, WriteConditions conditions) {
    byte[] bytes = content.getBytes(UTF_8);
    try (BodyWriter<ObjectInfo> body = beginPut(key, bytes.length, conditions)) {
      body.write(ByteBuffer.wrap(bytes));
      return body.commit(all(bytes));
    }
  }

  public BodyWriter<ObjectInfo> beginPut(String key, long length, WriteConditions conditions) {
    return store.putObject(
        ALICE,
        new PutRequest(
            BUCKET,
            key(key),
            length,
            ObjectMetadata.of(ContentHeaders.NONE.withContentType("text/" + length), METADATA),
            ChecksumAlgorithm.SHA256,
            conditions));
  }

  public static WriteConditions ifMatch(ETag etag) {
    return new WriteConditions(new EtagCondition(false, List.of(etag)), null, null, null);
  }

  public boolean delete(String key) {
    return delete(key, WriteConditions.NONE);
  }

  boolean delete(String key, WriteConditions conditions) {
    return store.deleteObject(ALICE, BUCKET, key(key), conditions) == Deleted.OBJECT;
  }

  private static CopySource source(String key) {
    return new CopySource(BUCKET, key(key), ReadConditions.NONE);
  }

  public ObjectInfo copy(String from, String to) {
    return store.copyObject(
        ALICE,
        new CopyRequest(source(from), BUCKET, key(to), null, null, null, WriteConditions.NONE));
  }

  /** A copy onto itself, with another content type. */
  public ObjectInfo describe(String key, String contentType) {
    ObjectMetadata kept =
        ObjectMetadata.of(ContentHeaders.NONE.withContentType(contentType), METADATA);
    return store.copyObject(
        ALICE,
        new CopyRequest(source(key), BUCKET, key(key), kept, null, null, WriteConditions.NONE));
  }

  public UploadRef begin(BucketName bucket, String key) {
    UploadRecord begun =
        store.createUpload(
            ALICE,
            new UploadRequest(
                bucket, key(key), ObjectMetadata.of(ContentHeaders.NONE, METADATA), null, null));
    return new UploadRef(begun.bucket(), begun.key(), begun.id());
  }

  public UploadRef begin(String key) {
    return begin(BUCKET, key);
  }

  public PartRecord part(UploadRef upload, int number, String content) {
    return part(upload, number, content, content.length());
  }

  public PartRecord part(UploadRef upload, int number, String content, long declared) {
    byte[] bytes = content.getBytes(UTF_8);
    try (BodyWriter<PartRecord> body =
        store.uploadPart(ALICE, new PartRequest(upload, number, declared, null))) {
      body.write(ByteBuffer.wrap(bytes));
      return body.commit(all(bytes));
    }
  }

  public PartRecord copyPart(UploadRef upload, int number, String from) {
    return store.copyPart(ALICE, new PartCopyRequest(upload, number, source(from), null));
  }

  public List<PartRecord> parts(UploadRef upload) {
    return store.listParts(ALICE, upload, 0, StoreLimits.MAX_PAGE).parts();
  }

  public ObjectInfo complete(UploadRef upload, PartRecord... parts) {
    return complete(upload, WriteConditions.NONE, parts);
  }

  ObjectInfo complete(UploadRef upload, WriteConditions conditions, PartRecord... parts) {
    List<ListedPart> listed =
        Arrays.stream(parts)
            .map(part -> new ListedPart(part.number(), part.etag(), part.checksum()))
            .toList();
    return store.completeUpload(
        ALICE, new CompletionRequest(upload, listed, null, null, null, conditions));
  }

  public void abort(UploadRef upload) {
    store.abortUpload(ALICE, upload);
  }

  /** Lets time go by until every age has passed, and sweeps. */
  public void sweepLater() {
    now = now.plus(Duration.ofDays(30));
    store.sweep(null);
    now = NOW;
  }

  /** Whether a listing says all of an object that its head does. */
  boolean listsAll() {
    return passing == null;
  }

  /** Waits until calls that were answered hold nothing any more. */
  void awaitIdle() {
    if (passing != null) {
      passing.awaitIdle();
    }
  }

  @Override
  public void close() {
    if (passing != null) {
      passing.close();
    }
    behind.close();
  }
}
