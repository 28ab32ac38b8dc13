package dev.sluice.agent.store.local.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileSystemStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeSpaceMonitorTest {
  private static final long MIB = 1 << 20;

  @TempDir Path root;
  private long freeBytes = 500 * MIB;
  private long freeFiles = 1_000_000;
  private int looks;
  private long written;
  private Instant now = Instant.parse("2026-11-23T01:02:03Z");
  private final LongAdder refused = new LongAdder();
  private Descriptor directory;
  private FreeSpaceMonitor watch;

  /** A file system of 1000 MiB and a million inodes. */
  private final class PretendDisk extends Posix {
    @Override
    public FileSystemStat fileSystem(Descriptor file) {
      looks++;
      return new FileSystemStat(0, 1000 * MIB, freeBytes, 1_000_000, freeFiles, 255, false);
    }

    @Override
    public void write(Descriptor file, ByteBuffer source, long offset) {
      written += source.remaining();
    }
  }

  @BeforeEach
  void open() throws ErrnoException {
    Posix posix = new PretendDisk();
    directory = posix.openRoot(Names.of(root.toString()));
    watch = watch(posix, new FreeSpaceReserve(1000 * MIB, 1));
  }

  private FreeSpaceMonitor watch(Posix posix, FreeSpaceReserve reserve) {
    DeferredRelease none = new DeferredRelease(posix, 0, false);
    return new FreeSpaceMonitor(posix, directory, none, reserve, () -> now, refused);
  }

  private void write(long bytes) throws ErrnoException {
    watch.write(directory, ByteBuffer.allocate((int) bytes), 0);
  }

  @AfterEach
  void close() {
    directory.close();
  }

  private void assertRefused() {
    assertThatThrownBy(() -> watch.requireRoom(0))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.reason()).isEqualTo(FailureReason.STORAGE_FULL));
    assertThat(watch.isLow()).isTrue();
  }

  private void assertTaken() {
    assertThatCode(() -> watch.requireRoom(0)).doesNotThrowAnyException();
    assertThat(watch.isLow()).isFalse();
  }

  private void later(long free) {
    freeBytes = free;
    now = now.plusSeconds(1);
  }

  @Test
  void writes_areRefusedBelowTheReserve_andTakenAgainWithAQuarterMore() {
    assertTaken();
    later(10 * MIB);
    assertTaken();
    later(10 * MIB - 1);
    assertRefused();
    later(11 * MIB);
    assertRefused();
    later(13 * MIB);
    assertTaken();
    later(11 * MIB);
    assertTaken();
    assertThat(refused.sum()).isEqualTo(2);
  }

  @Test
  void inodes_countAsWell() {
    assertTaken();
    freeFiles = 9_999;
    later(freeBytes);
    assertRefused();
    freeFiles = 12_500;
    later(freeBytes);
    assertTaken();
  }

  @Test
  void whatWillNotFit_isRefusedBeforeItComes() {
    assertThatCode(() -> watch.requireRoom(490 * MIB)).doesNotThrowAnyException();
    assertThatThrownBy(() -> watch.requireRoom(491 * MIB))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("are to come");
    assertTaken();
  }

  @Test
  void fileSystem_isAskedOnceASecondAndAfterSoManyBytes() throws ErrnoException {
    for (int write = 0; write < 1000; write++) {
      write(1000);
    }
    assertThat(looks).isOne();
    freeBytes = 1;
    assertThatThrownBy(() -> write(65 * MIB)).isInstanceOf(StorageException.class);
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void roomThatWasMadeSinceTheLastLook_isSeenBeforeAWriteIsRefused() {
    freeBytes = 20 * MIB;
    assertThatThrownBy(() -> watch.requireRoom(11 * MIB)).isInstanceOf(StorageException.class);
    freeBytes = 21 * MIB;
    assertThatCode(() -> watch.requireRoom(11 * MIB)).doesNotThrowAnyException();
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void noReserve_asksNothing() throws ErrnoException {
    watch = watch(new PretendDisk(), FreeSpaceReserve.NONE);
    freeBytes = 0;
    assertTaken();
    write(65 * MIB);
    assertThat(written).isEqualTo(65 * MIB);
    assertThat(refused.sum()).isZero();
  }

  @Test
  void reserve_isTheSmallerOfBytesAndShare() {
    FileSystemStat large = new FileSystemStat(0, 1L << 50, 0, 0, 0, 255, false);
    assertThat(new FreeSpaceReserve(1L << 30, 1).bytesOf(large)).isEqualTo(1L << 30);
    assertThat(new FreeSpaceReserve(1L << 30, 1).filesOf(large)).isZero();
    FileSystemStat small = new FileSystemStat(0, 100 * MIB, 0, 100_000, 0, 255, false);
    assertThat(new FreeSpaceReserve(1L << 30, 1).bytesOf(small)).isEqualTo(MIB);
    assertThat(new FreeSpaceReserve(1L << 30, 1).filesOf(small)).isEqualTo(1000);
  }
}
