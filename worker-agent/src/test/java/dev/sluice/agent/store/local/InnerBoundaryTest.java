package dev.sluice.agent.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.check.CheckListener;
import dev.sluice.agent.store.check.CheckOptions;
import dev.sluice.agent.store.check.CheckTotals;
import dev.sluice.agent.store.check.Finding;
import dev.sluice.agent.store.engine.Expectation;
import dev.sluice.agent.store.engine.ExpectationNotMet;
import dev.sluice.agent.store.engine.PartStage;
import dev.sluice.agent.store.engine.Stage;
import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.UploadArea;
import dev.sluice.agent.store.engine.UploadRecord;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    UploadArea upload =
        local.engine.createUpload(
            new UploadRecord(
                Fixture.BUCKET,
                Fixture.key(key),
                new UploadId("upload-1"),
                Fixture.OWNER,
                Fixture.THEN,
                ContentHeaders.NONE,
                Map.of(),
                null,
                null));
    try (PartStage part = upload.stagePart(1, -1)) {
      part.write(ByteBuffer.wrap(new byte[] {'p', '1'}));
      part.commit(ETAG, null, Fixture.THEN);
    }
    try (Stage stage = upload.assemble(List.copyOf(upload.parts().values()))) {
      upload.intend(Fixture.record(key), stage.size());
      local.engine.publish(
          Fixture.BUCKET, Fixture.key(key), stage, Fixture.record(key), Expectation.ANYTHING);
    }
    upload.finish();
  }

  private static void assertWritable(Fixture local) throws IOException {
    local.put("dir/new", "once", Expectation.ABSENT);
    try (Stage twice = local.staged("twice")) {
      assertThatThrownBy(
              () ->
                  local.engine.publish(
                      Fixture.BUCKET,
                      Fixture.key("dir/new"),
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

  /** What a kill leaves in the area is found by a look from outside, and by the next start. */
  private static void assertFoundAfterAKill(Path root) throws IOException {
    Path left = root.resolve("photos/dir/.%staging/staging/left-behind");
    Files.writeString(left, "by an earlier process");
    Instant later = Instant.now().plus(Duration.ofDays(30));
    List<String> findings = new ArrayList<>();
    try (FolderCheck check =
        FolderCheck.open(new CheckOptions(root, List.of(), false, false, () -> later))) {
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
    assertThat(findings)
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
  void bucketWithAProjectOfAQuota_hasAnAreaOfItsOwn() throws Exception {
    try (Mount mount = Mount.image(root, "xfs", "xfsprogs")) {
      assertThat(mount).isNotNull();
      Mount.project(Files.createDirectory(root.resolve("photos")), 42);
      try (Fixture local = new Fixture(root)) {
        local.put("a", "self", Expectation.ABSENT);
        local.put("a/b", "below");
        upload(local, "big");
        assertThat(local.keys()).containsExactly("a", "a/b", "big");
        assertThat(local.file(".%staging/uploads/photos")).isDirectory();
        assertThat(root.resolve(".sluice/uploads")).isEmptyDirectory();
      }
      try (Fixture local = new Fixture(root)) {
        assertThat(local.get("a")).isEqualTo("self");
        empty(local);
        assertThat(local.engine.deleteBucket(Fixture.BUCKET)).isTrue();
      }
    }
  }

  /** A project that a bucket gets while it is served is met by the next write. */
  @Test
  void bucketThatGetsAProject_isWrittenOn() throws Exception {
    try (Mount mount = Mount.image(root, "xfs", "xfsprogs")) {
      assertThat(mount).isNotNull();
      try (Fixture local = new Fixture(root)) {
        local.put("before", "it");
        Mount.project(root.resolve("photos"), 42);
        local.put("after", "it");
        local.put("after/that", "as well");
        assertThat(local.keys()).containsExactly("after", "after/that", "before");
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
