package dev.sluice.agent.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.agent.store.UploadIds;
import dev.sluice.agent.store.contract.Publication;
import dev.sluice.agent.store.contract.Scans;
import dev.sluice.agent.store.engine.ReadOnlyEngine;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.local.posix.LimitedAttributes;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.memory.MemoryEngine;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder that is served and stays to the last attribute as it is. */
@Timeout(90)
class ReadOnlyFolderTest {
  @TempDir Path folder;

  /** What a client knows of an upload that it has begun. */
  private record Begun(UploadRef upload, PartRecord part) {}

  private static Begun fill(Path root) throws IOException {
    Begun unfinished;
    try (StoreClient client = StoreClient.begin(root, new LimitedAttributes(400))) {
      client.tag(StoreClient.BUCKET, "team", "red", client.generation(StoreClient.BUCKET));
      client.put("a", "self");
      client.put("a/b", "below");
      client.put("key", "what a file holds");
      UploadRef upload = client.begin("big");
      PartRecord one = client.part(upload, 1, "111111");
      PartRecord two = client.part(upload, 2, "222");
      client.complete(upload, one, two);
      UploadRef begun = client.begin("unfinished");
      unfinished = new Begun(begun, client.part(begun, 1, "111111"));
    }
    Files.writeString(root.resolve(StoreClient.BUCKET.value()).resolve("outside"), "by others");
    Files.createDirectories(root.resolve(StoreClient.BUCKET.value()).resolve("empty/below"));
    // As tests of a real agent leave it: what a writer would tidy up is there to be tidied up.
    Files.writeString(root.resolve(".sluice/staging/left-behind"), "by one that was killed");
    return unfinished;
  }

  private static StoreClient open(Path root) {
    return StoreClient.readOnly(root);
  }

  private static void assertRefused(ThrowingCallable call) {
    StorageException failure = catchThrowableOfType(StorageException.class, call);
    assertThat(failure).isNotNull();
    assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_READ_ONLY);
  }

  /** Whatever it is about, and whether it could be done or not. */
  private static void askForEverything(StoreClient client, Begun unfinished) {
    UploadRef upload = unfinished.upload();
    assertRefused(() -> client.put("key", "x"));
    assertRefused(() -> client.put("key", "x", StoreClient.ifMatch(new ETag("other"))));
    assertRefused(() -> client.put("new/key", "x"));
    assertRefused(() -> client.copy("key", "copy"));
    assertRefused(() -> client.copy("missing", "copy"));
    assertRefused(() -> client.describe("key", "text/plain"));
    assertRefused(() -> client.delete("key"));
    assertRefused(() -> client.delete("missing"));
    assertRefused(() -> client.begin("big"));
    assertRefused(() -> client.part(upload, 1, "222222"));
    assertRefused(() -> client.part(upload, 2, "222222"));
    assertRefused(() -> client.copyPart(upload, 2, "key"));
    assertRefused(() -> client.complete(upload, unfinished.part()));
    assertRefused(() -> client.abort(upload));
    assertRefused(() -> client.store.createBucket(StoreClient.ALICE, new BucketName("new-bucket")));
    assertRefused(() -> client.store.deleteBucket(StoreClient.ALICE, StoreClient.BUCKET));
    assertRefused(() -> client.tag(StoreClient.BUCKET, "team", "blue", 0));
    client.sweepLater();
  }

  @Test
  void readOnly_servesWhatIsThere_andChangesNothing() throws IOException {
    Begun unfinished = fill(folder);
    List<String> served;
    try (StoreClient writing = new StoreClient(folder, new LimitedAttributes(400))) {
      Files.writeString(folder.resolve(".sluice/staging/left-behind"), "again");
      served = objects(StoreState.of(writing));
    }
    List<String> before = FolderSnapshot.of(folder);
    try (StoreClient client = open(folder)) {
      assertThat(objects(StoreState.of(client))).isEqualTo(served);
      askForEverything(client, unfinished);
      assertThat(objects(StoreState.of(client))).isEqualTo(served);
    }
    assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
  }

  /** Unfinished uploads belong to who writes. */
  private static List<String> objects(List<String> state) {
    List<String> objects = new ArrayList<>();
    for (String line : state) {
      if (line.startsWith("bucket ") || line.startsWith("object ")) {
        objects.add(line);
      }
    }
    return objects;
  }

  @Test
  void readOnly_servesAFolderOfOthers_besideAnAgentThatWrites() throws IOException {
    Path bucket = Files.createDirectory(folder.resolve("plain"));
    Files.writeString(bucket.resolve("file"), "by others");
    List<String> before = FolderSnapshot.of(folder);
    try (ReadOnlyFolder served = ReadOnlyFolder.open(LocalSettings.of(folder))) {
      assertThat(served.info().namespaceId()).isNull();
      assertThat(served.buckets(Scans.BUCKETS)).containsExactly(new BucketName("plain"));
      assertThat(served.stat(new ObjectName(new BucketName("plain"), StoreClient.key("file"))))
          .isNotNull();
    }
    assertThat(FolderSnapshot.of(folder)).isEqualTo(before);

    try (Fixture writing = new Fixture(folder);
        ReadOnlyFolder served = ReadOnlyFolder.open(LocalSettings.of(folder))) {
      writing.put("key", "new");
      assertThat(served.stat(new ObjectName(Fixture.BUCKET, StoreClient.key("key"))))
          .isEqualTo(writing.at("key"));
    }
  }

  @Test
  void readOnlyMount_isServed() throws IOException {
    Path source = Files.createDirectory(folder.resolve("source"));
    Begun unfinished = fill(source);
    Path point = Files.createDirectory(folder.resolve("mounted"));
    try (Mount mount = Mount.readOnly(point, source)) {
      assertThat(mount).isNotNull();
      assertThatThrownBy(() -> new StoreClient(point, Posix.system()))
          .hasMessageContaining("--read-only");
      try (StoreClient client = open(point)) {
        assertThat(objects(StoreState.of(client))).hasSizeGreaterThan(4);
        askForEverything(client, unfinished);
      }
    }
  }

  /** Also for one who does not ask the store above it. */
  @Test
  void everyChangingCall_isRefusedByTheEngineItself() throws IOException {
    fill(folder);
    List<String> before = FolderSnapshot.of(folder);
    try (ReadOnlyEngine engine = new ReadOnlyEngine(ReadOnlyFolder.open(LocalSettings.of(folder)));
        MemoryEngine other = new MemoryEngine(InstantSource.system())) {
      BucketRecord bucket = new BucketRecord(Instant.EPOCH, StoreClient.ALICE.principal());
      other.createBucket(StoreClient.BUCKET, bucket);
      Stage stage = other.stage(StoreClient.BUCKET, 0);
      ObjectKey key = StoreClient.key("key");
      StoredObject there =
          Objects.requireNonNull(engine.stat(new ObjectName(StoreClient.BUCKET, key)));
      Expectation.Exactly exactly = new Expectation.Exactly(there.state());
      UploadRecord upload =
          new UploadRecord(
              StoreClient.BUCKET,
              key,
              new UploadIds(InstantSource.system()).get(),
              StoreClient.ALICE.principal(),
              Instant.EPOCH,
              ObjectMetadata.NONE,
              null,
              null);
      assertRefused(engine::requireWritable);
      assertRefused(() -> engine.createBucket(new BucketName("new-bucket"), bucket));
      assertRefused(() -> engine.deleteBucket(StoreClient.BUCKET));
      assertRefused(() -> engine.stage(StoreClient.BUCKET, 0));
      assertRefused(
          () ->
              Publication.publish(
                  engine, new ObjectName(StoreClient.BUCKET, key), stage, there.record(), exactly));
      assertRefused(
          () ->
              engine.replaceRecord(
                  new ObjectName(StoreClient.BUCKET, key), there.record(), exactly));
      assertRefused(
          () -> engine.delete(new ObjectName(StoreClient.BUCKET, key), Expectation.ANYTHING));
      assertRefused(() -> engine.createUpload(upload));
      assertThat(Scans.uploads(engine, StoreClient.BUCKET)).isEmpty();
    }
    assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
  }

  @Test
  void laterFormat_isRefused() throws IOException {
    Files.createDirectories(folder.resolve(".sluice"));
    Files.writeString(folder.resolve(".sluice/format"), "2\n");
    assertThatThrownBy(() -> open(folder)).hasMessageContaining("format 2");
  }
}
