package dev.sluice.agent.store.local.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.local.LocalEngine;
import dev.sluice.agent.store.local.LocalSettings;
import dev.sluice.agent.store.local.StoreClient;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileSystemStat;
import dev.sluice.agent.store.local.posix.HeldCloses;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.testing.Await;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeferredReleaseTest {
  private static final byte[] NAME = Names.of("large");

  @TempDir Path root;
  private final FullDisk posix = new FullDisk();
  private Descriptor directory;
  private DeferredRelease release;

  /** A disk without room for a byte until its large files are closed. */
  private static final class FullDisk extends HeldCloses {
    final CountDownLatch refused = new CountDownLatch(1);
    volatile Errno full = Errno.ENOSPC;
    volatile boolean isFull;

    @Override
    public void write(Descriptor file, ByteBuffer source, long offset) throws ErrnoException {
      if (isFull) {
        int half = source.remaining() / 2;
        super.write(file, source.slice(source.position(), half), offset);
        source.position(source.position() + half);
        isFull = false;
        refused.countDown();
        throw new ErrnoException(full, "pwrite64", file.path());
      }
      super.write(file, source, offset);
    }

    @Override
    public FileSystemStat fileSystem(Descriptor file) {
      return new FileSystemStat(0, 1L << 30, 0, 0, 0, 255, false);
    }
  }

  @BeforeEach
  void open() throws ErrnoException {
    directory = posix.openRoot(Names.of(root.toString()));
    release = new DeferredRelease(posix, posix.stat(directory).device(), true);
  }

  @AfterEach
  void close() {
    posix.release();
    release.shutdown();
    directory.close();
  }

  private void file(long size) throws IOException {
    try (var file = new RandomAccessFile(root.resolve("large").toFile(), "rw")) {
      file.setLength(size);
    }
  }

  private void remove() throws ErrnoException {
    try (var _ = release.hold(directory, NAME, posix.stat(directory, NAME))) {
      posix.unlink(directory, NAME);
    }
  }

  private FreeSpaceMonitor monitor(FreeSpaceReserve reserve) {
    return new FreeSpaceMonitor(
        posix, directory, release, reserve, InstantSource.system(), new LongAdder());
  }

  @Test
  void largeFile_isClosedByAnotherThread() throws Exception {
    file(DeferredRelease.LARGE_BYTES);

    remove();

    assertThat(root).isEmptyDirectory();
    assertThat(release.pendingBytes()).isEqualTo(DeferredRelease.LARGE_BYTES);
    posix.release();
    Await.until("release", () -> release.pendingBytes() == 0);
  }

  @Test
  void smallFile_isFreedInTheCall() throws Exception {
    file(DeferredRelease.LARGE_BYTES - 1);

    remove();

    assertThat(release.pendingBytes()).isZero();
  }

  @Test
  void fileOfAnotherFileSystem_isFreedInTheCall() throws Exception {
    file(DeferredRelease.LARGE_BYTES);
    release = new DeferredRelease(posix, posix.stat(directory).device() + 1, true);

    remove();

    assertThat(release.pendingBytes()).isZero();
  }

  @Test
  void openFileThatWouldKeepAName_isFreedInTheCall() throws Exception {
    file(DeferredRelease.LARGE_BYTES);
    release = new DeferredRelease(posix, posix.stat(directory).device(), false);

    remove();

    assertThat(release.pendingBytes()).isZero();
  }

  @Test
  void files_afterTheShutdown_areClosedAtOnce() throws Exception {
    posix.release();
    file(DeferredRelease.LARGE_BYTES);
    release.shutdown();

    remove();

    assertThat(release.pendingBytes()).isZero();
  }

  @Test
  void writeThatMeetsAFullFileSystem_waitsForWhatIsReleased_andGoesOnWhereItStopped()
      throws Exception {
    for (Errno full : new Errno[] {Errno.ENOSPC, Errno.EDQUOT}) {
      FullDisk disk = new FullDisk();
      disk.full = full;
      release = new DeferredRelease(disk, posix.stat(directory).device(), true);
      FreeSpaceMonitor monitor =
          new FreeSpaceMonitor(
              disk,
              directory,
              release,
              FreeSpaceReserve.NONE,
              InstantSource.system(),
              new LongAdder());
      file(DeferredRelease.LARGE_BYTES);
      remove();
      disk.isFull = true;
      ByteBuffer data = ByteBuffer.wrap(new byte[] {1, 2, 3, 4});
      try (Descriptor file = disk.create(directory, Names.of(full.name()), 0600);
          ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<?> written =
            threads.submit(
                () -> {
                  monitor.write(file, data, 0);
                  return null;
                });
        disk.refused.await();
        assertThat(release.pendingBytes()).isEqualTo(DeferredRelease.LARGE_BYTES);

        disk.release();
        written.get();
      }
      assertThat(root.resolve(full.name())).hasBinaryContent(new byte[] {1, 2, 3, 4});
    }
  }

  @Test
  void writeThatMeetsAFullFileSystem_failsWhereNothingIsReleased() throws Exception {
    posix.isFull = true;
    try (Descriptor file = posix.create(directory, NAME, 0600)) {
      assertThatThrownBy(
              () ->
                  monitor(FreeSpaceReserve.NONE).write(file, ByteBuffer.wrap(new byte[] {1, 2}), 0))
          .isInstanceOfSatisfying(
              ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOSPC));
    }
  }

  @Test
  void reserve_countsWhatIsReleasedAsFree() throws Exception {
    FreeSpaceMonitor monitor = monitor(new FreeSpaceReserve(DeferredRelease.LARGE_BYTES, 1));
    file(2 * DeferredRelease.LARGE_BYTES);
    remove();

    assertThat(monitor.isLow()).isFalse();
    monitor.requireRoom(DeferredRelease.LARGE_BYTES);
  }

  @Test
  void replacedAndDeletedObjects_areReleasedAfterTheAnswer() throws Exception {
    HeldCloses disk = new HeldCloses();
    String content = "x".repeat((int) DeferredRelease.LARGE_BYTES);
    LocalEngine engine = LocalEngine.open(LocalSettings.of(root), disk);
    try (StoreClient client = new StoreClient(root, engine)) {
      client.store.createBucket(StoreClient.ALICE, StoreClient.BUCKET);
      client.put("key", content);

      client.put("key", content);
      assertThat(client.delete("key")).isTrue();

      assertThat(pending(engine)).isEqualTo(2 * DeferredRelease.LARGE_BYTES);
      disk.release();
      Await.until("release", () -> pending(engine) == 0);
    } finally {
      disk.release();
    }
  }

  private static long pending(LocalEngine engine) {
    return engine.measures().stream()
        .filter(measure -> measure.name().equals("sluice_storage_releasing_bytes"))
        .mapToLong(measure -> measure.value().getAsLong())
        .sum();
  }
}
