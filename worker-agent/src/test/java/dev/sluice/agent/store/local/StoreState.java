package dev.sluice.agent.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.ObjectReading;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.agent.store.request.UploadQuery;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** All that a client can find out about a store, and what only the disk tells. */
public final class StoreState {
  /** Every key that operations speak of: what is not listed must not be there either. */
  private static final List<String> KEYS =
      List.of("a", "a/b", "a/big", "big", "copies/key", "d/a", "d/a/b/c", "d/big", "d/e/f", "key");

  private StoreState() {}

  /** Buckets, objects with bytes and records, unfinished uploads with parts, a line each. */
  public static List<String> of(StoreClient client) {
    List<String> lines = new ArrayList<>();
    for (BucketName bucket : buckets(client)) {
      lines.add("bucket " + bucket + " " + client.store.getBucket(StoreClient.ALICE, bucket));
      List<ObjectInfo> objects = objects(client.store, bucket);
      assertListed(client.store, bucket, objects);
      objects.forEach(listed -> lines.add(object(client, bucket, listed)));
      for (UploadRecord upload : uploads(client.store, bucket)) {
        lines.add("upload " + upload.key() + " " + upload.metadata().userMetadata());
        client.parts(refTo(upload)).forEach(part -> lines.add(part(part)));
      }
    }
    return lines;
  }

  private static List<BucketName> buckets(StoreClient client) {
    return client.store.listBuckets(StoreClient.ALICE, "", "", 100).buckets().stream()
        .map(ObjectStore.NamedBucket::name)
        .toList();
  }

  private static List<ObjectInfo> objects(ObjectStore store, BucketName bucket) {
    return store
        .listObjects(
            StoreClient.ALICE, new ListQuery(bucket, "", "", "", true, StoreLimits.MAX_PAGE))
        .objects();
  }

  /** Listings and gets say the same. */
  private static void assertListed(ObjectStore store, BucketName bucket, List<ObjectInfo> listed) {
    for (String key : KEYS) {
      boolean isListed = listed.stream().anyMatch(object -> object.key().value().equals(key));
      assertThat(isThere(store, bucket, key))
          .as("%s, listed: %s", key, isListed)
          .isEqualTo(isListed);
    }
  }

  private static boolean isThere(ObjectStore store, BucketName bucket, String key) {
    try {
      store.headObject(StoreClient.ALICE, read(bucket, new ObjectKey(key)));
      return true;
    } catch (StorageException e) {
      assertThat(e.reason()).isEqualTo(FailureReason.OBJECT_NOT_FOUND);
      return false;
    }
  }

  private static ReadRequest read(BucketName bucket, ObjectKey key) {
    return new ReadRequest(bucket, key, ReadConditions.NONE, Selection.ALL);
  }

  private static String object(StoreClient client, BucketName bucket, ObjectInfo listed) {
    try (ObjectReading reading =
        client.store.getObject(StoreClient.ALICE, read(bucket, listed.key()))) {
      ObjectInfo info = reading.head().info();
      if (client.listsAll()) {
        assertThat(info).isEqualTo(listed.withoutAcl());
      } else {
        assertThat(outline(info)).isEqualTo(outline(listed));
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) info.size());
      assertThat(reading.read(bytes)).isZero();
      String content = new String(bytes.array(), StandardCharsets.UTF_8);
      return "object " + listed + " " + info + " " + content;
    }
  }

  /** What a listing says of an object over a wire. */
  private static List<Object> outline(ObjectInfo info) {
    return List.of(info.key(), info.size(), info.etag(), info.lastModified());
  }

  private static String part(PartRecord part) {
    return "  part " + part.number() + " " + part.size() + " " + part.etag();
  }

  private static List<UploadRecord> uploads(ObjectStore store, BucketName bucket) {
    return store
        .listUploads(
            StoreClient.ALICE, new UploadQuery(bucket, "", "", "", "", StoreLimits.MAX_PAGE))
        .uploads();
  }

  private static UploadRef refTo(UploadRecord upload) {
    return new UploadRef(upload.bucket(), upload.key(), upload.id());
  }

  /** Completes every upload with the parts that it has, and reads what became of them. */
  static void assertUploadsCanBeCompleted(StoreClient client) {
    for (BucketName bucket : buckets(client)) {
      for (UploadRecord upload : uploads(client.store, bucket)) {
        UploadRef ref = refTo(upload);
        List<PartRecord> parts = client.parts(ref);
        if (parts.isEmpty()) {
          client.abort(ref);
        } else {
          ObjectInfo whole = client.complete(ref, parts.toArray(PartRecord[]::new));
          assertThat(client.complete(ref, parts.toArray(PartRecord[]::new))).isEqualTo(whole);
          assertHolds(client, ref, parts);
        }
      }
    }
  }

  private static void assertHolds(StoreClient client, UploadRef ref, List<PartRecord> parts) {
    try (ObjectReading reading =
        client.store.getObject(StoreClient.ALICE, read(ref.bucket(), ref.key()))) {
      for (PartRecord part : parts) {
        byte[] bytes = new byte[(int) part.size()];
        reading.read(ByteBuffer.wrap(bytes));
        if (part.etag().isMd5()) {
          assertThat(md5(bytes)).isEqualTo(part.etag());
        }
      }
    }
  }

  private static ETag md5(byte[] bytes) {
    try {
      return ETag.ofMd5(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Removes all that clients can, sweeps when every age has passed, and looks at the disk. */
  static void assertNothingStays(StoreClient client) {
    client.sweepLater();
    Path own = client.root.resolve(".sluice");
    List<BucketName> buckets = buckets(client);
    int objects = buckets.stream().mapToInt(bucket -> objects(client.store, bucket).size()).sum();
    assertThat(names(own.resolve("sidecars"))).hasSizeLessThanOrEqualTo(objects);
    for (BucketName bucket : buckets) {
      objects(client.store, bucket).forEach(object -> delete(client, bucket, object));
      client.store.deleteBucket(StoreClient.ALICE, bucket);
    }
    client.sweepLater();
    for (String folder : List.of("staging", "uploads", "sidecars", "buckets")) {
      assertThat(names(own.resolve(folder))).as(folder).isEmpty();
    }
    assertThat(names(client.root)).containsExactly(".sluice");
  }

  private static void delete(StoreClient client, BucketName bucket, ObjectInfo object) {
    client.store.deleteObject(StoreClient.ALICE, bucket, object.key(), WriteConditions.NONE);
  }

  /** Whether no call left anything that only the next start removes. */
  static boolean isTidy(StoreClient client) {
    Path uploads = client.root.resolve(".sluice/uploads").resolve(StoreClient.BUCKET.value());
    String[] folders = uploads.toFile().list();
    return staged(client.root).isEmpty()
        && (folders == null || Arrays.stream(folders).noneMatch(name -> name.endsWith(".gone")));
  }

  /** What lies in the staging folder. */
  public static List<String> staged(Path root) {
    return names(root.resolve(".sluice/staging"));
  }

  private static List<String> names(Path folder) {
    return List.of(Objects.requireNonNull(folder.toFile().list()));
  }
}
