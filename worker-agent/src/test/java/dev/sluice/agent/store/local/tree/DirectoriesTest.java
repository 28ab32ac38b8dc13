package dev.sluice.agent.store.local.tree;

import static dev.sluice.agent.store.local.Fixture.BUCKET;
import static dev.sluice.agent.store.local.posix.TestPaths.assertErrno;
import static dev.sluice.agent.store.local.posix.TestPaths.bytes;
import static dev.sluice.agent.store.local.posix.TestPaths.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.RecordingPosix;
import dev.sluice.agent.store.local.volume.FreeSpaceReserve;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoriesTest {
  @TempDir private Path folder;

  private final RecordingPosix posix = new RecordingPosix();
  private Path bucket;
  private Descriptor root;
  private Directories directories;

  @BeforeEach
  void open() throws IOException {
    bucket = Files.createDirectory(folder.resolve(BUCKET.value()));
    root = posix.openRoot(bytes(folder.toString()));
    directories = directories(0755, true);
  }

  @AfterEach
  void close() {
    root.close();
  }

  private Directories directories(int mode, boolean durable) {
    Volume volume =
        Volume.of(posix, durable, FreeSpaceReserve.NONE, InstantSource.system(), 0644, mode);
    return new Directories(volume, root, new NewFolders(volume), DirectoryChanges.UNHEARD);
  }

  private static ObjectPath path(String path) {
    return ObjectPath.of(BUCKET, bytes(path));
  }

  /** Puts a file as the publisher does: the name first, then all syncs. */
  private void put(String file) throws ErrnoException, FileInTheWay {
    ObjectPath path = path(file);
    try (Descriptor above = directories.openOrMake(path, null)) {
      posix.create(above, path.name(), 0644).close();
      directories.sync(BUCKET, path.directory(), above);
    }
  }

  private String prune(String directory) throws ErrnoException {
    return text(directories.prune(BUCKET, bytes(directory)));
  }

  @Test
  void putIntoTheBucketItself_syncsTheBucket() throws Exception {
    put("f");

    assertThat(bucket.resolve("f")).exists();
    assertThat(posix.calls).containsExactly("create f", "sync photos");
  }

  @Test
  void putBelowMissingDirectories_makesThem_andSyncsEachThatGotAnEntry_afterThePut()
      throws Exception {
    Files.createDirectory(bucket.resolve("a"));

    put("a/b/c/f");

    assertThat(bucket.resolve("a/b/c/f")).exists();
    assertThat(posix.calls)
        .containsExactly(
            "mkdir b", "mkdir c", "create f", "sync c", "sync photos/a/b", "sync photos/a");
  }

  @Test
  void putIntoAnExistingDirectory_syncsOnlyThat() throws Exception {
    Files.createDirectories(bucket.resolve("a/b"));

    put("a/b/f");

    assertThat(posix.calls).containsExactly("create f", "sync photos/a/b");
  }

  @Test
  void putWithoutDurability_syncsNothing() throws Exception {
    directories = directories(0700, false);

    put("a/b/f");

    assertThat(posix.calls).containsExactly("mkdir a", "mkdir b", "create f");
    try (Descriptor opened = posix.openDirectory(root, bytes("photos/a"))) {
      assertThat(posix.stat(opened).permissions()).isEqualTo(0700);
    }
  }

  @Test
  void putIntoADirectoryThatAnotherPutMadeAndNotYetSynced_syncsItsNameToo() throws Exception {
    try (Descriptor others = directories.openOrMake(path("a/b/f"), null)) {
      put("a/g");
      assertThat(posix.calls)
          .containsExactly("mkdir a", "mkdir b", "create g", "sync photos/a", "sync photos");

      posix.calls.clear();
      directories.sync(BUCKET, bytes("a/b"), others);
      assertThat(posix.calls).containsExactly("sync b", "sync photos/a");
    }
    posix.calls.clear();
    put("a/h");
    assertThat(posix.calls).containsExactly("create h", "sync photos/a");
  }

  @Test
  void failedSync_failsThePut_andLeavesTheNamesToTheNextOne() throws Exception {
    posix.failSyncs(Errno.EIO);
    assertErrno(Errno.EIO, () -> put("a/f"));
    assertErrno(Errno.EIO, () -> put("a/g"));
    posix.failSyncs(null);
    posix.calls.clear();

    put("a/h");

    assertThat(posix.calls).containsExactly("create h", "sync photos/a", "sync photos");
  }

  @Test
  void directoryRemovedAgain_isNotSynced() throws Exception {
    directories.openOrMake(path("a/b/f"), null).close();
    assertThat(prune("a/b")).isEmpty();
    posix.calls.clear();
    Files.createDirectories(bucket.resolve("a/b"));

    put("a/b/f");

    assertThat(posix.calls).containsExactly("create f", "sync photos/a/b");
  }

  @Test
  void fileInTheWay_isNamed() throws Exception {
    Files.createDirectory(bucket.resolve("a"));
    Files.writeString(bucket.resolve("a/b"), "x");

    for (String below : new String[] {"a/b/c/d/f", "a/b/f"}) {
      assertThatThrownBy(() -> put(below))
          .isInstanceOfSatisfying(
              FileInTheWay.class, e -> assertThat(text(e.path().path())).isEqualTo("a/b"));
    }
  }

  @Test
  void symlinkInTheWay_isNeverFollowed() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.createSymbolicLink(bucket.resolve("a"), outside);
    Files.createSymbolicLink(bucket.resolve("dangling"), folder.resolve("nowhere"));

    assertThatThrownBy(() -> put("a/f")).isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> put("a/b/f")).isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> put("dangling/f")).isInstanceOf(StorageException.class);
    assertThat(outside).isEmptyDirectory();
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void deletedBucket_isNeverMadeAgain() throws Exception {
    Files.delete(bucket);

    for (String file : new String[] {"f", "a/b/f"}) {
      assertThatThrownBy(() -> put(file))
          .isInstanceOfSatisfying(
              StorageException.class,
              e -> assertThat(e.reason()).isEqualTo(FailureReason.BUCKET_NOT_FOUND));
    }
    assertThat(bucket).doesNotExist();
  }

  @Test
  void deepPath_isMadeSyncedAndRemoved() throws Exception {
    String path = "d/".repeat(500) + "f";

    put(path);

    assertThat(posix.calls).filteredOn("mkdir d"::equals).hasSize(500);
    assertThat(posix.calls).filteredOn(call -> call.startsWith("sync")).hasSize(501);
    try (Descriptor above = directories.open(path(path))) {
      posix.unlink(above, bytes("f"));
    }
    assertThat(prune("d/".repeat(499) + "d")).isEmpty();
    assertThat(bucket).isEmptyDirectory();
  }

  @Test
  void prune_goesUpToTheFirstThatIsNotEmpty_andNeverTakesTheBucket() throws Exception {
    directories.openOrMake(path("a/b/c/f"), null).close();
    Files.writeString(bucket.resolve("a/other"), "x");

    assertThat(prune("a/b/c")).isEqualTo("a");
    assertThat(bucket.resolve("a/b")).doesNotExist();
    assertThat(bucket.resolve("a/other")).exists();

    Files.delete(bucket.resolve("a/other"));
    assertThat(prune("a/b/c")).isEmpty();
    assertThat(prune("")).isEmpty();
    assertThat(bucket).isEmptyDirectory();
  }

  @Test
  void prune_leavesWhatSomebodyElseMade() throws Exception {
    Files.createDirectory(bucket.resolve("a"));
    directories.openOrMake(path("a/b/f"), null).close();
    Files.createDirectory(bucket.resolve("a/b/c"));

    assertThat(prune("a/b/c")).isEqualTo("a/b/c");
    Files.delete(bucket.resolve("a/b/c"));
    assertThat(prune("a/b")).isEqualTo("a");
    assertThat(bucket.resolve("a")).isEmptyDirectory();
  }

  @Test
  void prune_removesNothingThroughFilesOrSymlinks() throws Exception {
    Path outside = Files.createDirectories(folder.resolve("outside/b"));
    Files.createSymbolicLink(bucket.resolve("a"), outside.getParent());
    Files.writeString(bucket.resolve("f"), "x");

    assertThat(prune("a/b")).isEqualTo("a");
    assertThat(prune("f/b")).isEqualTo("f");
    assertThat(outside).exists();
  }

  @Test
  void syncOfWhatIsLeft_takesTheNearestThatIsStillADirectory() throws Exception {
    Files.createDirectory(bucket.resolve("a"));
    Files.createSymbolicLink(bucket.resolve("a/b"), folder);

    directories.syncLeft(BUCKET, bytes("a/b"));

    assertThat(posix.calls).containsExactly("sync photos/a");
  }
}
