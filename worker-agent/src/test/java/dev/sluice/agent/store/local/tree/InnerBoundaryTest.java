package dev.sluice.agent.store.local.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.check.CheckListener;
import dev.sluice.agent.store.check.CheckOptions;
import dev.sluice.agent.store.check.CheckTotals;
import dev.sluice.agent.store.check.Finding;
import dev.sluice.agent.store.contract.Publication;
import dev.sluice.agent.store.contract.Scans;
import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.SweepResult;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectPart;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.PartStage;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.local.Fixture;
import dev.sluice.agent.store.local.Mount;
import dev.sluice.agent.store.local.check.FolderCheck;
import dev.sluice.agent.store.local.posix.LimitedAttributes;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Boundaries inside a bucket that no rename crosses: projects of a quota, and mounts. Alone: a
 * process that is started holds, for a moment, the locks of every store that is open here.
 */
@Isolated
@Timeout(120)
class InnerBoundaryTest {
  private static final ETag ETAG = new ETag("0123456789abcdef0123456789abcdef");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path root;

  private static void upload(Fixture local, String key) {
    complete(local, begin(local, key, "upload-1"), Fixture.record(key));
  }

  /** An upload with one part. */
  private static UploadArea begin(Fixture local, String key, String id) {
    UploadArea upload =
        local.engine.createUpload(
            new UploadRecord(
                Fixture.BUCKET,
                Fixture.key(key),
                new UploadId(id),
                Fixture.OWNER,
                Fixture.THEN,
                ObjectMetadata.NONE,
                null,
                null));
    part(upload, 1);
    return upload;
  }

  private static void part(UploadArea upload, int number) {
    try (PartStage part = upload.stagePart(number, -1)) {
      part.write(ByteBuffer.wrap(("p" + number).getBytes(StandardCharsets.UTF_8)));
      part.commit(ETAG, null, Fixture.THEN);
    }
  }

  private static void complete(Fixture local, UploadArea upload, ObjectRecord record) {
    try (Stage stage = upload.assemble(List.copyOf(upload.parts().values()))) {
      upload.intend(record, stage.size());
      Publication.publish(
          local.engine,
          new ObjectName(Fixture.BUCKET, upload.upload().key()),
          stage,
          record,
          Expectation.ANYTHING);
    }
    upload.finish();
  }

  private static void assertWritable(Fixture local) throws IOException {
    local.put("dir/new", "once", Expectation.ABSENT);
    try (Stage twice = local.staged("twice")) {
      assertThatThrownBy(
              () ->
                  Publication.publish(
                      local.engine,
                      new ObjectName(Fixture.BUCKET, Fixture.key("dir/new")),
                      twice,
                      Fixture.record("twice"),
                      Expectation.ABSENT))
          .isInstanceOf(ExpectationNotMet.class);
    }
    local.put("dir/sub/key", "deep");
    local.put("dir/sub/key", "again");
    local.put("dir/a", "self");
    local.put("dir/a/b", "below");
    upload(local, "dir/big");
    local.put("outside", "the boundary");

    assertThat(local.keys())
        .containsExactly("dir/a", "dir/a/b", "dir/big", "dir/new", "dir/sub/key", "outside");
    assertThat(local.get("dir/new")).isEqualTo("once");
    assertThat(local.get("dir/sub/key")).isEqualTo("again");
    assertThat(local.at("dir/sub/key").record()).isEqualTo(Fixture.record("again"));
    assertThat(local.get("dir/a")).isEqualTo("self");
    assertThat(local.get("dir/big")).isEqualTo("p1");
    assertThat(local.file("dir/.%staging/staging")).isEmptyDirectory();
    assertThat(local.root.resolve(".sluice/staging")).isEmptyDirectory();
    assertThat(local.file("dir/sub/.%staging")).doesNotExist();
    assertThat(local.engine.notice()).isNull();
  }

  private static List<String> findings(Path root, Instant now) {
    List<String> findings = new ArrayList<>();
    try (FolderCheck check =
        FolderCheck.open(new CheckOptions(root, List.of(), false, false, () -> now))) {
      check.run(
          new CheckListener() {
            @Override
            public void found(Finding finding) {
              findings.add(finding.kind() + " " + finding.path());
            }

            @Override
            public void looked(CheckTotals totals) {}
          });
    }
    return findings;
  }

  /** What a kill leaves in the area is found by a look from outside, and by the next start. */
  private static void assertFoundAfterAKill(Path root) throws IOException {
    Path left = root.resolve("photos/dir/.%staging/staging/left-behind");
    Files.writeString(left, "by an earlier process");
    Instant later = Instant.now().plus(Duration.ofDays(30));
    assertThat(findings(root, later))
        .contains("STRAY_STAGING photos/dir/.%staging/staging/left-behind")
        .noneMatch(finding -> finding.startsWith("NAME_WITHOUT_KEY"));
    try (Fixture anew = new Fixture(root)) {
      SweepAges ages = new SweepAges(Instant.now(), Duration.ofDays(3), Duration.ofDays(1));
      assertThat(anew.engine.sweep(ages).stagingRemoved()).isEqualTo(1);
      assertThat(left).doesNotExist();
      anew.put("dir/after", "a restart");
      assertThat(anew.get("dir/after")).isEqualTo("a restart");
      assertThat(anew.get("dir/a")).isEqualTo("self");
    }
  }

  private static void empty(Fixture local) {
    for (String key : local.keys()) {
      local.delete(key);
    }
  }

  @Test
  void folderWithAProjectOfAQuota_isWritten() throws Exception {
    try (Mount mount = Mount.image(root, "xfs", "xfsprogs")) {
      assertThat(mount).isNotNull();
      try (Fixture local = new Fixture(root)) {
        Mount.project(Files.createDirectory(local.file("dir")), 42);
        assertWritable(local);
        assertThat(Mount.ask(Mount.tool("lsattr", "e2fsprogs"), "-p", local.file("dir/new")))
            .contains("42");
      }
      assertFoundAfterAKill(root);
      try (Fixture local = new Fixture(root)) {
        empty(local);
        assertThat(local.engine.deleteBucket(Fixture.BUCKET)).isTrue();
        assertThat(root.resolve("photos")).doesNotExist();
      }
    }
  }

  @Test
  void bucketWithAProjectOfAQuota_isStagedInItself() throws Exception {
    try (Mount mount = Mount.image(root, "xfs", "xfsprogs")) {
      assertThat(mount).isNotNull();
      Mount.project(Files.createDirectory(root.resolve("photos")), 42);
      try (Fixture local = new Fixture(root)) {
        local.put("a", "self", Expectation.ABSENT);
        local.put("a/b", "below");
        upload(local, "big");
        assertThat(local.keys()).containsExactly("a", "a/b", "big");
        assertStagedInItself(local);
      }
      try (Fixture local = new Fixture(root)) {
        assertThat(local.get("a")).isEqualTo("self");
        assertStagedInItself(local);
        empty(local);
        assertThat(local.engine.deleteBucket(Fixture.BUCKET)).isTrue();
      }
    }
  }

  private static void assertStagedInItself(Fixture local) throws IOException {
    try (Stage stage = local.staged("on its way")) {
      assertThat(stage.size()).isEqualTo(10);
      assertThat(local.file(".%staging/staging")).isNotEmptyDirectory();
      assertThat(local.root.resolve(".sluice/staging")).isEmptyDirectory();
    }
    assertThat(local.file(".%staging/staging")).isEmptyDirectory();
  }

  /** A staging folder that is removed from outside is made again by the next write. */
  @Test
  void stagingOfABucketThatIsRemoved_isMadeAgain() throws Exception {
    try (Mount mount = Mount.image(root, "xfs", "xfsprogs")) {
      assertThat(mount).isNotNull();
      Mount.project(Files.createDirectory(root.resolve("photos")), 42);
      try (Fixture local = new Fixture(root)) {
        local.put("a", "before");
        for (String folder : List.of("staging", "uploads", "sidecars", "moves", "")) {
          Files.delete(local.file(".%staging").resolve(folder));
        }
        local.put("a", "after");
        assertThat(local.get("a")).isEqualTo("after");
        assertStagedInItself(local);
      }
    }
  }

  /** A project that a bucket gets while it is served is met by the next write. */
  @Test
  void bucketThatGetsAProject_keepsItsRecordsAndUploads() throws Exception {
    assertKeptAfterAProject(new LimitedAttributes(256));
  }

  /** All records are in sidecars then. */
  @Test
  void bucketThatGetsAProjectWithoutAttributes_keepsItsRecordsAndUploads() throws Exception {
    assertKeptAfterAProject(new LimitedAttributes(0));
  }

  private void assertKeptAfterAProject(Posix posix) throws IOException {
    try (Mount mount = Mount.image(root, "xfs", "xfsprogs")) {
      assertThat(mount).isNotNull();
      try (Fixture local = new Fixture(root, posix)) {
        putLarge(local, "before");
        begin(local, "running", "upload-1");
        begin(local, "restarted", "upload-2");
        Mount.project(root.resolve("photos"), 42);
        assertLarge(local, "before");
        putLarge(local, "after");
        putLarge(local, "after/that");
        completeLarge(local, "running", "upload-1");
        begin(local, "begun-behind", "upload-3");
        assertLarge(local, "after", "after/that", "before", "running");
        assertNothingSwept(local);
        assertLarge(local, "after", "after/that", "before", "running");
      }
      try (Fixture local = new Fixture(root, posix)) {
        assertLarge(local, "after", "after/that", "before", "running");
        assertThat(Scans.uploads(local.engine, Fixture.BUCKET))
            .extracting(upload -> upload.id().value())
            .containsExactly("upload-3", "upload-2");
        assertNothingSwept(local);
        completeLarge(local, "restarted", "upload-2");
        completeLarge(local, "begun-behind", "upload-3");
        assertLarge(local, "after", "after/that", "before", "begun-behind", "restarted", "running");
      }
      assertThat(findings(root, Instant.now())).isEmpty();
    }
  }

  /** A record that no attribute of the test's holds: parts of a byte each, and long metadata. */
  private static ObjectRecord large(String key, long size) {
    ObjectRecord small = Fixture.record(key);
    return new ObjectRecord(
        small.etag(),
        null,
        IntStream.rangeClosed(1, (int) size).mapToObj(n -> new ObjectPart(n, 1, null)).toList(),
        null,
        small.lastModified(),
        ObjectMetadata.of(small.metadata().headers(), Map.of("note", "n".repeat(500))),
        small.owner());
  }

  private static void putLarge(Fixture local, String key) {
    Publication.publish(
        local.engine,
        new ObjectName(Fixture.BUCKET, Fixture.key(key)),
        local.staged(key),
        large(key, key.length()),
        Expectation.ANYTHING);
  }

  private static void completeLarge(Fixture local, String key, String id) {
    UploadArea upload =
        Objects.requireNonNull(local.engine.upload(Fixture.BUCKET, new UploadId(id)));
    part(upload, 2);
    complete(local, upload, large(key, 4));
    assertThat(local.get(key)).isEqualTo("p1p2");
  }

  private static void assertLarge(Fixture local, String... keys) {
    assertThat(local.keys()).containsExactly(keys);
    for (String key : keys) {
      StoredObject object = local.at(key);
      assertThat(object.record()).isEqualTo(large(key, object.size()));
    }
    assertThat(local.root.resolve(".sluice/sidecars").toFile().list()).hasSize(keys.length);
  }

  private static void assertNothingSwept(Fixture local) {
    Duration never = Duration.ofDays(36_500);
    SweepResult swept = local.engine.sweep(new SweepAges(Instant.now(), never, never));
    assertThat(swept).isEqualTo(new SweepResult(0, 0, 0));
  }

  /** What is noted of the folder is not said of what is mounted over it. */
  @Test
  void mountOverABucketWithAProject_keepsWhatIsOnItsWay() throws Exception {
    try (Mount mount = Mount.image(root, "xfs", "xfsprogs")) {
      assertThat(mount).isNotNull();
      Path bucket = Files.createDirectory(root.resolve("photos"));
      Mount.project(bucket, 42);
      try (Fixture local = new Fixture(root)) {
        local.put("a", "below the mount");
        try (Stage stage = local.staged("begun before");
            Mount over = Mount.memory(bucket)) {
          assertThat(over).isNotNull();
          Publication.publish(
              local.engine,
              new ObjectName(Fixture.BUCKET, Fixture.key("b")),
              stage,
              Fixture.record("b"),
              Expectation.ABSENT);
          local.put("c", "begun behind");
          assertThat(local.keys()).containsExactly("b", "c");
          assertThat(local.get("b")).isEqualTo("begun before");
        }
      }
      try (Mount over = Mount.memory(bucket)) {
        assertThat(over).isNotNull();
        for (String start : List.of("first", "second")) {
          try (Fixture local = new Fixture(root);
              Stage stage = local.staged(start)) {
            assertNothingSwept(local);
            Publication.publish(
                local.engine,
                new ObjectName(Fixture.BUCKET, Fixture.key(start)),
                stage,
                Fixture.record(start),
                Expectation.ABSENT);
            assertThat(local.get(start)).isEqualTo(start);
          }
        }
      }
    }
  }

  @Test
  void diskBelowABucket_isWritten() throws Exception {
    try (Fixture local = new Fixture(root)) {
      Path point = Files.createDirectory(local.file("dir"));
      try (Mount mount = Mount.memory(point)) {
        assertThat(mount).isNotNull();
        assertWritable(local);
        empty(local);
        assertThatThrownBy(() -> local.engine.deleteBucket(Fixture.BUCKET))
            .isInstanceOfSatisfying(
                StorageException.class,
                e -> assertThat(e.reason()).isEqualTo(FailureReason.BUCKET_NOT_EMPTY))
            .hasMessageContaining("holds a mount point: dir");
      }
      // Whatever was on the mount: what is below it is written again.
      local.put("dir/new", "unmounted");
      assertThat(local.get("dir/new")).isEqualTo("unmounted");
    }
  }

  @Test
  void bindMountBelowABucket_isWrittenAndFoundAgain() throws Exception {
    Path folder = Files.createDirectory(root.resolve("Elsewhere"));
    try (Fixture local = new Fixture(root)) {
      Files.createDirectory(local.file("dir"));
    }
    try (Mount mount = Mount.bind(root.resolve("photos/dir"), folder)) {
      assertThat(mount).isNotNull();
      try (Fixture local = new Fixture(root)) {
        assertWritable(local);
        assertThat(folder.resolve("new")).hasContent("once");
      }
      assertFoundAfterAKill(root);
    }
  }

  @Test
  void diskThatCannotKeepRecords_isRefusedAndNamed() throws Exception {
    try (Fixture local = new Fixture(root)) {
      Path point = Files.createDirectory(local.file("dir"));
      try (Mount mount = Mount.withoutAttributes(point)) {
        assertThat(mount).isNotNull();
        assertThatThrownBy(() -> local.put("dir/new", "content"))
            .isInstanceOfSatisfying(
                StorageException.class,
                e -> assertThat(e.reason()).isEqualTo(FailureReason.KEY_OBSTRUCTED))
            .hasMessageContaining("photos/dir is behind a boundary inside its bucket");
        assertThat(local.engine.notice()).startsWith("cannot be written: photos/dir (");
        assertThat(local.keys()).isEmpty();
        assertThat(point).isEmptyDirectory();
        assertThat(root.resolve(".sluice/staging")).isEmptyDirectory();
      }
    }
  }
}
