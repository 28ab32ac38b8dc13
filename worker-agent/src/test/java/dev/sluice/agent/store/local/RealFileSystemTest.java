package dev.sluice.agent.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.contract.Publication;
import dev.sluice.agent.store.contract.Scans;
import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.upload.PartStage;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The engine on file systems that are mounted for it. Alone: a process that is started holds, for a
 * moment, the locks of every store that is open here.
 */
@Isolated
@Timeout(60)
class RealFileSystemTest {
  private static final BucketName OTHER = new BucketName("other");
  private static final ETag ETAG = new ETag("0123456789abcdef0123456789abcdef");
  private static final int PART_BYTES = 1 << 20;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path root;

  private static void upload(Fixture local, String key, ByteBuffer... parts) {
    UploadRecord start =
        new UploadRecord(
            Fixture.BUCKET,
            Fixture.key(key),
            new UploadId("upload-" + key),
            Fixture.OWNER,
            Fixture.THEN,
            ObjectMetadata.NONE,
            null,
            null);
    UploadArea upload = local.engine.createUpload(start);
    int number = 0;
    for (ByteBuffer bytes : parts) {
      number++;
      try (PartStage part = upload.stagePart(number, -1)) {
        part.write(bytes.duplicate());
        part.commit(ETAG, null, Fixture.THEN);
      }
    }
    try (Stage stage = upload.assemble(List.copyOf(upload.parts().values()))) {
      upload.intend(Fixture.record(key), stage.size());
      Publication.publish(
          local.engine,
          new ObjectName(Fixture.BUCKET, Fixture.key(key)),
          stage,
          Fixture.record(key),
          Expectation.ANYTHING);
    }
  }

  private static void copy(Fixture local, String from, BucketName bucket, String to) {
    try (OpenObject source = local.open(from);
        Stage stage = local.engine.stage(bucket, -1)) {
      stage.append(source, 0, source.object().size());
      Publication.publish(
          local.engine,
          new ObjectName(bucket, Fixture.key(to)),
          stage,
          Fixture.record(to),
          Expectation.ANYTHING);
    }
  }

  private static ByteBuffer noise(int seed) {
    byte[] bytes = new byte[PART_BYTES];
    new Random(seed).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private static void assertServes(Fixture local) {
    local.put("a", "self");
    local.put("a/b", "below");
    local.put("new", "once", Expectation.ABSENT);
    upload(local, "big", ByteBuffer.wrap(new byte[] {'1'}), ByteBuffer.wrap(new byte[] {'2'}));
    local.engine.createBucket(OTHER, new BucketRecord(Fixture.THEN, Fixture.OWNER));
    copy(local, "a", OTHER, "copy");
    try (OpenObject copy =
        Objects.requireNonNull(local.engine.open(new ObjectName(OTHER, Fixture.key("copy"))))) {
      assertThat(Fixture.text(copy)).isEqualTo("self");
    }

    assertThat(local.keys()).containsExactly("a", "a/b", "big", "new");
    assertThat(local.get("a")).isEqualTo("self");
    assertThat(local.get("big")).isEqualTo("12");
    assertThat(local.at("a").record()).isEqualTo(Fixture.record("self"));
    assertThat(local.delete("a")).isTrue();
    assertThat(local.keys()).containsExactly("a/b", "big", "new");
  }

  @Test
  void bucketThatIsAMount_hasItsOwnStaging() throws Exception {
    Fixture local = new Fixture(root);
    local.put("before", "under the mount");
    try (Mount mount = Mount.image(root.resolve("photos"), "ext4", "e2fsprogs");
        local) {
      assertThat(mount).isNotNull();
      assertThat(local.get("before")).isNull();

      assertServes(local);

      assertThat(local.file(".%staging/staging")).isEmptyDirectory();
      assertThat(local.file(".%staging/uploads/photos/upload-big")).isDirectory();
      assertThat(root.resolve(".sluice/uploads")).isEmptyDirectory();
      Files.writeString(local.file(".%staging/staging/left-behind"), "by an earlier process");
      SweepAges ages = new SweepAges(Instant.now(), Duration.ofDays(3), Duration.ofDays(1));
      assertThat(local.engine.sweep(ages).stagingRemoved()).isEqualTo(1);
      for (String key : local.keys()) {
        local.delete(key);
      }
      assertThatThrownBy(() -> local.engine.deleteBucket(Fixture.BUCKET))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("is a mount point");
    }
    try (Fixture unmounted = new Fixture(root)) {
      assertThat(unmounted.keys()).containsExactly("before");
    }
  }

  /**
   * FUSE, which cannot rename as Linux's own file systems can, with what mergerfs does by itself.
   */
  @Test
  void unionOfTwoFolders_isServed() throws Exception {
    Path first = Files.createDirectories(root.resolve("first"));
    Path second = Files.createDirectories(root.resolve("second"));
    Path union = Files.createDirectories(root.resolve("union"));
    try (Mount mount = Mount.union(union, first, second)) {
      assertThat(mount).isNotNull();
      try (Fixture local = new Fixture(union)) {
        assertServes(local);
        local.put("x/y/z", "once", Expectation.ABSENT);
        assertThatThrownBy(() -> local.put("x/y/z", "twice", Expectation.ABSENT))
            .isInstanceOf(ExpectationNotMet.class);
        assertThat(local.get("x/y/z")).isEqualTo("once");
      }
      try (Fixture again = new Fixture(union)) {
        assertThat(again.at("x/y/z").record()).isEqualTo(Fixture.record("once"));
      }
    }
  }

  /** What lies below the mount is not what clients were shown. */
  @Test
  void bucketWhoseMountIsGone_isUnavailableUntilItIsBackOrTheAgentStartsAnew() throws Exception {
    try (Fixture local = new Fixture(root)) {
      local.put("before", "under the mount");
      Mount mount = Mount.memory(root.resolve("photos"));
      local.put("key", "on the mount");
      mount.close();

      assertThatThrownBy(() -> local.get("key"))
          .isInstanceOfSatisfying(
              StorageException.class,
              e -> assertThat(e.reason()).isEqualTo(FailureReason.UNAVAILABLE));
      assertThat(local.engine.buckets(Scans.BUCKETS)).containsExactly(Fixture.BUCKET);
      assertThatThrownBy(local::keys).hasMessageContaining("was a mount, which is gone");
    }
    try (Fixture anew = new Fixture(root)) {
      assertThat(anew.keys()).containsExactly("before");
    }
  }

  /** A union that keeps files on the branch of their folder renames nothing to another branch. */
  @Test
  void foldersOnDifferentBranchesOfAUnion_areWritten() throws Exception {
    Path first = Files.createDirectories(root.resolve("first"));
    Path second = Files.createDirectories(root.resolve("second"));
    Files.createDirectories(first.resolve(".sluice/staging"));
    Files.createDirectories(first.resolve("photos/here"));
    Files.createDirectories(second.resolve("photos/there/inside"));
    Path union = Files.createDirectories(root.resolve("union"));
    try (Mount mount = Mount.union(union, first, second)) {
      assertThat(mount).isNotNull();
      for (int start = 0; start < 2; start++) {
        try (Fixture local = new Fixture(union)) {
          local.put("here/key", "on the first");
          local.put("there/key", "on the second");
          local.put("there/inside/key", "as well");
          assertThat(local.keys()).containsExactly("here/key", "there/inside/key", "there/key");
          assertThat(local.get("there/inside/key")).isEqualTo("as well");
        }
      }
      assertThat(second.resolve("photos/there/inside/key")).hasContent("as well");
    }
  }

  @Test
  void rootInMemory_isServed() throws Exception {
    try (Mount mount = Mount.memory(root)) {
      assertThat(mount).isNotNull();
      try (Fixture local = new Fixture(root)) {
        assertServes(local);
      }
    }
  }

  @Test
  void copiesAndIrregularParts_shareTheirBytes() throws Exception {
    Path filefrag = Mount.tool("filefrag", "e2fsprogs");
    try (Mount mount = Mount.image(root, "xfs", "xfsprogs")) {
      assertThat(mount).isNotNull();
      try (Fixture local = new Fixture(root)) {
        assertServes(local);
        try (Stage stage = local.engine.stage(Fixture.BUCKET, -1)) {
          stage.write(noise(1));
          Publication.publish(
              local.engine,
              new ObjectName(Fixture.BUCKET, Fixture.key("source")),
              stage,
              Fixture.record("source"),
              Expectation.ANYTHING);
        }
        assertThat(Mount.ask(filefrag, "-v", local.file("source"))).doesNotContain("shared");
        copy(local, "source", Fixture.BUCKET, "target");
        upload(local, "parts", noise(2), noise(3));

        assertThat(Mount.ask(filefrag, "-v", local.file("target"))).contains("shared");
        assertThat(local.file("target")).hasSameBinaryContentAs(local.file("source"));
        assertThat(Mount.ask(filefrag, "-v", local.file("parts"))).contains("shared");
        assertThat(local.file("parts")).hasSize(2L * PART_BYTES);
      }
    }
  }
}
