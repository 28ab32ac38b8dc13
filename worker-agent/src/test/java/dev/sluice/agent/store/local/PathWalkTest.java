package dev.sluice.agent.store.local;

import static dev.sluice.agent.store.local.TestPaths.assertErrno;
import static dev.sluice.agent.store.local.TestPaths.bytes;
import static dev.sluice.agent.store.local.TestPaths.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathWalkTest {
  @TempDir private Path root;

  private final RecordingPosix posix = new RecordingPosix();
  private Path bucket;
  private Descriptor descriptor;
  private PathWalk walk;

  @BeforeEach
  void openBucket() throws IOException {
    bucket = Files.createDirectory(root.resolve("bucket"));
    descriptor = posix.openRoot(bytes(bucket.toString()));
    walk = new PathWalk(posix, descriptor, 0755, true);
  }

  @AfterEach
  void closeBucket() {
    descriptor.close();
  }

  @Test
  void leafAndParent_splitAtTheLastSlash() {
    assertThat(text(PathWalk.leaf(bytes("a")))).isEqualTo("a");
    assertThat(text(PathWalk.leaf(bytes("a/b/c")))).isEqualTo("c");
    assertThat(PathWalk.parentLength(bytes("a"))).isZero();
    assertThat(PathWalk.parentLength(bytes("a/b/c"))).isEqualTo(3);
  }

  @Test
  void putIntoTheBucketItself_syncsTheBucket() throws IOException {
    put("f");

    assertThat(bucket.resolve("f")).exists();
    assertThat(posix.calls).containsExactly("create f", "sync " + bucket);
  }

  @Test
  void putBelowMissingDirectories_makesThem_andSyncsEachThatGotAnEntry_afterThePut()
      throws IOException {
    Files.createDirectory(bucket.resolve("a"));

    put("a/b/c/f");

    assertThat(bucket.resolve("a/b/c/f")).exists();
    assertThat(posix.calls)
        .containsExactly("mkdir b", "mkdir c", "create f", "sync c", "sync a", "sync b");
  }

  @Test
  void putIntoAnExistingDirectory_syncsOnlyThat() throws IOException {
    Files.createDirectories(bucket.resolve("a/b"));

    put("a/b/f");

    assertThat(posix.calls).containsExactly("create f", "sync a/b");
  }

  @Test
  void putWithoutDurability_syncsNothing() throws IOException {
    walk = new PathWalk(posix, descriptor, 0700, false);

    put("a/b/f");

    assertThat(posix.calls).containsExactly("mkdir a", "mkdir b", "create f");
    assertThat(posix.stat(descriptor, bytes("a")).permissions()).isEqualTo(0700);
  }

  @Test
  void putIntoADirectoryThatAnotherPutMadeAndNotYetSynced_syncsItsNameToo() throws IOException {
    try (ParentDirectory others = walk.makeParent(bytes("a/b/f"))) {
      assertThat(others.madeCount()).isEqualTo(2);
      put("a/g");
      assertThat(posix.calls)
          .containsExactly("mkdir a", "mkdir b", "create g", "sync a", "sync " + bucket);

      posix.calls.clear();
      others.sync();
      assertThat(posix.calls).containsExactly("sync b", "sync " + bucket, "sync a");
    }
    posix.calls.clear();
    put("a/h");
    assertThat(posix.calls).containsExactly("create h", "sync a");
  }

  @Test
  void putThatFails_syncsWhatItMade_forOthersThatUseIt() throws IOException {
    assertErrno(
        Errno.ENOSPC,
        () ->
            walk.put(
                bytes("a/f"),
                (parent, name) -> {
                  throw new ErrnoException(Errno.ENOSPC, "rename", name);
                }));

    assertThat(posix.calls).containsExactly("mkdir a", "sync " + bucket);
    posix.calls.clear();
    put("a/g");
    assertThat(posix.calls).containsExactly("create g", "sync a");
  }

  @Test
  void failedSync_failsThePut_andTheNextOne() throws IOException {
    posix.failSyncs(Errno.EIO);
    assertErrno(Errno.EIO, () -> put("a/f"));
    assertErrno(Errno.EIO, () -> put("a/g"));
    posix.failSyncs(null);
    posix.calls.clear();

    put("a/h");

    assertThat(posix.calls).containsExactly("create h", "sync a", "sync " + bucket);
  }

  @Test
  void fileInTheWay_isNamed() throws IOException {
    Files.createDirectory(bucket.resolve("a"));
    Files.writeString(bucket.resolve("a/b"), "x");

    assertThatThrownBy(() -> put("a/b/c/d/f"))
        .isInstanceOfSatisfying(
            ErrnoException.class,
            e -> {
              assertThat(e.errno()).isEqualTo(Errno.ENOTDIR);
              assertThat(text(e.path())).isEqualTo("a/b");
            });
    assertThatThrownBy(() -> put("a/b/f"))
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(text(e.path())).isEqualTo("a/b"));
  }

  @Test
  void symlinkInTheWay_isNeverFollowed() throws IOException {
    Path outside = Files.createDirectory(root.resolve("outside"));
    Files.createSymbolicLink(bucket.resolve("a"), outside);
    Files.createSymbolicLink(bucket.resolve("dangling"), root.resolve("nowhere"));

    assertThatThrownBy(() -> put("a/f")).isInstanceOf(ErrnoException.class);
    assertThatThrownBy(() -> put("a/b/f")).isInstanceOf(ErrnoException.class);
    assertThatThrownBy(() -> put("dangling/f")).isInstanceOf(ErrnoException.class);
    assertThat(outside).isEmptyDirectory();
    assertThat(root.resolve("nowhere")).doesNotExist();
  }

  @Test
  void directoryTakenAway_isMadeAgain() throws IOException {
    List<String> interrupted = new ArrayList<>();
    posix.beforeMakeDirectory(
        name -> {
          if (name.equals("b") && interrupted.size() < 5) {
            interrupted.add(name);
            Files.delete(bucket.resolve("a"));
          }
        });

    put("a/b/f");

    assertThat(interrupted).hasSize(5);
    assertThat(bucket.resolve("a/b/f")).exists();
  }

  @Test
  void directoryTakenAwayUnderTheStep_makesItRunAgain() throws IOException {
    List<String> runs = new ArrayList<>();

    walk.put(
        bytes("a/b/f"),
        (parent, name) -> {
          runs.add(text(name));
          if (runs.size() < 4) {
            assertThat(walk.removeEmptyParents(bytes("a/b/f"))).isEqualTo(2);
          }
          return createIn(parent, name);
        });

    assertThat(runs).hasSize(4);
    assertThat(bucket.resolve("a/b/f")).exists();
  }

  @Test
  void directoryTakenAwayForEver_endsThePut() {
    posix.beforeMakeDirectory(
        name -> {
          if (name.equals("b")) {
            Files.delete(bucket.resolve("a"));
          }
        });

    assertErrno(Errno.ENOENT, () -> put("a/b/f"));
    assertThat(posix.calls).filteredOn("mkdir a"::equals).hasSize(PathWalk.MAX_ATTEMPTS);
  }

  @Test
  void missingSourceOfAStep_isNotTriedAgain() {
    List<String> runs = new ArrayList<>();

    assertErrno(
        Errno.ENOENT,
        () ->
            walk.put(
                bytes("a/f"),
                (parent, name) -> {
                  runs.add("run");
                  throw new ErrnoException(Errno.ENOENT, "renameat2", name);
                }));

    assertThat(runs).hasSize(1);
  }

  @Test
  void deletedBucket_isNeverMadeAgain() throws IOException {
    Files.delete(bucket);

    assertThatThrownBy(() -> put("f")).isInstanceOf(BucketGoneException.class);
    assertThatThrownBy(() -> put("a/b/f")).isInstanceOf(BucketGoneException.class);
    assertThat(bucket).doesNotExist();
  }

  @Test
  void deepPath_isMade_withFewDescriptorsOpen() throws IOException {
    String path = "d/".repeat(500) + "f";

    put(path);

    assertThat(posix.calls).filteredOn("mkdir d"::equals).hasSize(500);
    assertThat(posix.calls).filteredOn(call -> call.startsWith("sync")).hasSize(501);
    posix.openForReading(descriptor, bytes(path)).close();
    posix.unlink(walk.openParent(bytes(path)), bytes("f"));
    assertThat(walk.removeEmptyParents(bytes(path))).isEqualTo(500);
    assertThat(bucket).isEmptyDirectory();
  }

  @Test
  void emptyParents_goUpToTheFirstThatIsNot_andNeverTheBucket() throws IOException {
    Files.createDirectories(bucket.resolve("a/b/c"));
    Files.writeString(bucket.resolve("a/other"), "x");

    assertThat(walk.removeEmptyParents(bytes("a/b/c/f"))).isEqualTo(2);
    assertThat(bucket.resolve("a/b")).doesNotExist();
    assertThat(bucket.resolve("a/other")).exists();

    Files.delete(bucket.resolve("a/other"));
    assertThat(walk.removeEmptyParents(bytes("a/b/c/f"))).isEqualTo(1);
    assertThat(walk.removeEmptyParents(bytes("f"))).isZero();
    assertThat(bucket).isEmptyDirectory();
  }

  @Test
  void emptyParents_areNotRemovedThroughFilesOrSymlinks() throws IOException {
    Path outside = Files.createDirectories(root.resolve("outside/b"));
    Files.createSymbolicLink(bucket.resolve("a"), outside.getParent());
    Files.writeString(bucket.resolve("f"), "x");

    assertThat(walk.removeEmptyParents(bytes("a/b/f"))).isZero();
    assertThat(walk.removeEmptyParents(bytes("f/b/f"))).isZero();
    assertThat(outside).exists();
  }

  @Test
  void putsAndDeletesThatShareDirectories_neverLoseAFile() throws Exception {
    int threads = 6;
    int rounds = 200;
    List<Future<Void>> workers = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      walk = new PathWalk(posix, descriptor, 0755, false);
      for (int thread = 0; thread < threads; thread++) {
        String name = "x/y/z/f" + thread;
        workers.add(executor.submit(() -> putAndDelete(name, rounds)));
      }
      for (Future<Void> worker : workers) {
        worker.get();
      }
    }
    assertThat(bucket).isEmptyDirectory();
  }

  private Void putAndDelete(String path, int rounds) throws IOException {
    for (int round = 0; round < rounds; round++) {
      put(path);
      try (Descriptor parent = walk.openParent(bytes(path))) {
        posix.unlink(parent, bytes(path.substring(path.lastIndexOf('/') + 1)));
      }
      walk.removeEmptyParents(bytes(path));
    }
    return null;
  }

  private void put(String path) throws IOException {
    walk.put(bytes(path), this::createIn);
  }

  private boolean createIn(ParentDirectory parent, byte[] name) throws IOException {
    posix.create(parent.directory(), name, 0644).close();
    return true;
  }
}
