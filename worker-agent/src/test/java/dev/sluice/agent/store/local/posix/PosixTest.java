package dev.sluice.agent.store.local.posix;

import static dev.sluice.agent.store.local.posix.TestPaths.assertErrno;
import static dev.sluice.agent.store.local.posix.TestPaths.bytes;
import static dev.sluice.agent.store.local.posix.TestPaths.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PosixTest {
  private static final byte[] RECORD = bytes("user.sluice");

  @TempDir private Path directory;

  private final Posix posix = Posix.system();
  private Descriptor base;

  @BeforeEach
  void openBase() throws ErrnoException {
    base = posix.openRoot(bytes(directory.toString()));
  }

  @AfterEach
  void closeBase() {
    base.close();
  }

  // ---- Opening ----

  @Test
  void missingFile_isEnoent() {
    assertErrno(Errno.ENOENT, () -> posix.openForReading(base, bytes("missing")));
    assertThatThrownBy(() -> posix.openForReading(base, bytes("missing")))
        .hasMessage("openat2 missing: ENOENT (errno 2)");
  }

  @Test
  void pathThatLeaves_isRefused() throws Exception {
    Files.createDirectory(directory.resolve("d"));
    try (Descriptor inner = posix.openDirectory(base, bytes("d"))) {
      assertErrno(Errno.EXDEV, () -> posix.openForReading(inner, bytes("../d")));
      assertErrno(Errno.EXDEV, () -> posix.openForReading(inner, bytes("/etc/passwd")));
      assertErrno(Errno.EXDEV, () -> posix.openDirectory(inner, bytes("..")));
    }
  }

  @Test
  void symlink_isRefused_atTheEndAndOnTheWay() throws Exception {
    Files.writeString(directory.resolve("f"), "x");
    Files.createDirectory(directory.resolve("d"));
    Files.writeString(directory.resolve("d/f"), "x");
    Files.createSymbolicLink(directory.resolve("link"), Path.of("f"));
    Files.createSymbolicLink(directory.resolve("dirlink"), Path.of("d"));

    assertErrno(Errno.ELOOP, () -> posix.openForReading(base, bytes("link")));
    assertErrno(Errno.ELOOP, () -> posix.openForReading(base, bytes("dirlink/f")));
    assertErrno(Errno.ELOOP, () -> posix.openForWriting(base, bytes("link")));
    assertThatThrownBy(() -> posix.openDirectory(base, bytes("dirlink")))
        .isInstanceOf(ErrnoException.class);
    assertErrno(Errno.EEXIST, () -> posix.create(base, bytes("link"), 0644));
    assertErrno(Errno.ELOOP, () -> posix.openOrCreate(base, bytes("link"), 0644));
  }

  @Test
  void pipe_doesNotMakeTheReaderWait() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", directory.resolve("pipe").toString()).start().waitFor())
        .isZero();

    try (Descriptor pipe = posix.openForReading(base, bytes("pipe"))) {
      assertThat(posix.stat(pipe).type()).isEqualTo(FileType.SPECIAL);
    }
  }

  @Test
  void fileWhereADirectoryIsExpected_isEnotdir() throws Exception {
    Files.writeString(directory.resolve("f"), "x");

    assertErrno(Errno.ENOTDIR, () -> posix.openDirectory(base, bytes("f")));
    assertErrno(Errno.ENOTDIR, () -> posix.openForReading(base, bytes("f/below")));
  }

  @Test
  void nameThatIsNoName_isRefused() {
    for (String name : new String[] {"", ".", "..", "a/b", "/", "a\0b"}) {
      assertThatThrownBy(() -> posix.create(base, bytes(name), 0644))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> posix.unlink(base, bytes(name)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertErrno(Errno.ENAMETOOLONG, () -> posix.unlink(base, bytes("x".repeat(256))));
    assertErrno(Errno.ENAMETOOLONG, () -> posix.openForReading(base, bytes("x/".repeat(3000))));
  }

  @Test
  void nonUtf8Name_isJustBytes() throws Exception {
    byte[] name = {(byte) 0xFF, 'a', (byte) 0xC3};
    posix.create(base, name, 0644).close();

    try (DirectoryCursor entries = DirectoryCursor.open(posix, base)) {
      assertThat(entries.next()).isTrue();
      assertThat(entries.name()).isEqualTo(name);
      assertThat(entries.next()).isFalse();
    }
    posix.openForReading(base, name).close();
  }

  @Test
  void mode_isExact_whateverTheUmask() throws Exception {
    posix.create(base, bytes("open"), 0666).close();
    posix.makeDirectory(base, bytes("everyone"), 0777);
    posix.create(base, bytes("secret"), 0600).close();

    assertThat(posix.stat(base, bytes("open")).permissions()).isEqualTo(0666);
    assertThat(posix.stat(base, bytes("everyone")).permissions()).isEqualTo(0777);
    assertThat(posix.stat(base, bytes("secret")).permissions()).isEqualTo(0600);
  }

  @Test
  void createOfATakenName_isEexist() throws Exception {
    posix.create(base, bytes("f"), 0644).close();

    assertErrno(Errno.EEXIST, () -> posix.create(base, bytes("f"), 0644));
    posix.openOrCreate(base, bytes("f"), 0644).close();
    posix.openOrCreate(base, bytes("g"), 0644).close();
    assertThat(directory.resolve("g")).exists();
  }

  // ---- What a file is ----

  @Test
  void stat_tellsWhatTheFileIs() throws Exception {
    Files.writeString(directory.resolve("f"), "12345");
    Files.createSymbolicLink(directory.resolve("link"), Path.of("f"));
    Files.createLink(directory.resolve("second"), directory.resolve("f"));
    try (Descriptor file = posix.openForWriting(base, bytes("f"))) {
      posix.setModified(file, 1_234_567_890L, 123_456_789);
      FileStat stat = posix.stat(file);

      assertThat(stat.isRegular()).isTrue();
      assertThat(stat.size()).isEqualTo(5);
      assertThat(stat.links()).isEqualTo(2);
      assertThat(stat.inode()).isEqualTo(Files.getAttribute(directory.resolve("f"), "unix:ino"));
      assertThat(stat.modified()).isEqualTo(Instant.ofEpochSecond(1_234_567_890L, 123_456_789));
      assertThat(stat.modifiedSeconds()).isEqualTo(1_234_567_890L);
      assertThat(stat.modifiedNanos()).isEqualTo(123_456_789);
      assertThat(stat.isSameFile(posix.stat(base, bytes("second")))).isTrue();
      assertThat(stat.isSameFile(posix.stat(base))).isFalse();
    }
    assertThat(posix.stat(base).isDirectory()).isTrue();
    assertThat(posix.stat(base, bytes("link")).type()).isEqualTo(FileType.SYMLINK);
    assertErrno(Errno.ENOENT, () -> posix.stat(base, bytes("missing")));
  }

  @Test
  void timeBefore1970_isKept() throws Exception {
    try (Descriptor file = posix.create(base, bytes("f"), 0644)) {
      posix.setModified(file, -5, 999_999_999);
      assertThat(posix.stat(file).modified()).isEqualTo(Instant.ofEpochSecond(-5, 999_999_999));
    }
  }

  @Test
  void fileSystem_tellsItsSpace() throws Exception {
    FileSystemStat stat = posix.fileSystem(base);

    assertThat(stat.totalBytes()).isGreaterThanOrEqualTo(stat.availableBytes());
    assertThat(stat.availableBytes()).isPositive();
    assertThat(stat.nameMaxBytes()).isEqualTo(255);
    assertThat(stat.type()).isNotZero();
    assertThat(stat.readOnly()).isFalse();
  }

  // ---- Bytes ----

  @Test
  void bytes_comeBack_fromDirectAndHeapBuffers() throws Exception {
    byte[] content = pattern(200_000);
    try (Descriptor file = posix.create(base, bytes("f"), 0644)) {
      posix.write(file, ByteBuffer.wrap(content, 0, 150_000).asReadOnlyBuffer(), 0);
      ByteBuffer direct = ByteBuffer.allocateDirect(60_000).put(content, 150_000, 50_000).flip();
      posix.write(file, direct, 150_000);
      posix.sync(file);
      posix.syncData(file);
      assertThat(direct.hasRemaining()).isFalse();

      ByteBuffer heap = ByteBuffer.allocate(content.length + 10).position(10).slice();
      assertThat(posix.read(file, heap, 0)).isEqualTo(content.length);
      assertThat(heap.flip()).isEqualTo(ByteBuffer.wrap(content));

      ByteBuffer window = ByteBuffer.allocateDirect(100_000).position(1).limit(99_001);
      assertThat(posix.read(file, window, 50_000)).isEqualTo(99_000);
      assertThat(window.position(1)).isEqualTo(ByteBuffer.wrap(content, 50_000, 99_000));
    }
    assertThat(Files.readAllBytes(directory.resolve("f"))).isEqualTo(content);
  }

  @Test
  void readAtTheEnd_isShort() throws Exception {
    try (Descriptor file = posix.create(base, bytes("f"), 0644)) {
      posix.write(file, ByteBuffer.wrap(bytes("abc")), 0);

      assertThat(posix.read(file, ByteBuffer.allocateDirect(10), 1)).isEqualTo(2);
      assertThat(posix.read(file, ByteBuffer.allocate(10), 3)).isZero();
      assertThat(posix.read(file, ByteBuffer.allocate(0), 0)).isZero();
    }
  }

  @Test
  void truncate_changesTheSizeEitherWay() throws Exception {
    try (Descriptor file = posix.create(base, bytes("f"), 0644)) {
      posix.truncate(file, 5_000_000_000L);
      assertThat(posix.stat(file).size()).isEqualTo(5_000_000_000L);
      posix.truncate(file, 3);
      assertThat(posix.stat(file).size()).isEqualTo(3);
    }
  }

  @Test
  void writeback_beginsWithinTheFile_andRefusesWhatIsNoRange() throws Exception {
    try (Descriptor file = posix.create(base, bytes("f"), 0644)) {
      posix.write(file, ByteBuffer.wrap(pattern(100_000)), 0);
      posix.beginWriteback(file, 0, 100_000);
      posix.beginWriteback(file, 50_000, 1 << 20);
      // An fsync by another number would take these.
      assertErrno(Errno.EINVAL, () -> posix.beginWriteback(file, -1, 10));
      assertErrno(Errno.EINVAL, () -> posix.beginWriteback(file, 0, -10));
    }
  }

  @Test
  void copyRange_copies_andEndsWithTheSource() throws Exception {
    byte[] content = pattern(100_000);
    Files.write(directory.resolve("source"), content);
    try (Descriptor source = posix.openForReading(base, bytes("source"));
        Descriptor target = posix.create(base, bytes("target"), 0644)) {
      assertThat(posix.copyRange(source, 10, target, 5, 1_000)).isEqualTo(1_000);
      assertThat(posix.copyRange(source, 90_000, target, 1_005, 50_000)).isEqualTo(10_000);
    }
    byte[] copied = Files.readAllBytes(directory.resolve("target"));
    assertThat(copied).hasSize(11_005);
    assertThat(Arrays.copyOfRange(copied, 5, 1_005))
        .isEqualTo(Arrays.copyOfRange(content, 10, 1_010));
    assertThat(Arrays.copyOfRange(copied, 1_005, 11_005))
        .isEqualTo(Arrays.copyOfRange(content, 90_000, 100_000));
  }

  @Test
  void share_sharesOrSaysThatItCannot() throws Exception {
    byte[] content = pattern(1 << 16);
    Files.write(directory.resolve("source"), content);
    try (Descriptor source = posix.openForReading(base, bytes("source"));
        Descriptor target = posix.create(base, bytes("target"), 0644)) {
      if (canShare(source, target)) {
        assertThat(Files.readAllBytes(directory.resolve("target"))).isEqualTo(content);
        posix.shareRange(source, 4096, target, 0, 4096);
        assertThat(Arrays.copyOf(Files.readAllBytes(directory.resolve("target")), 4096))
            .isEqualTo(Arrays.copyOfRange(content, 4096, 8192));
      } else {
        assertErrno(Errno.EOPNOTSUPP, () -> posix.shareRange(source, 0, target, 0, 4096));
      }
    }
  }

  private boolean canShare(Descriptor source, Descriptor target) throws ErrnoException {
    try {
      posix.shareRange(source, 0, target, 0, 1 << 16);
      return true;
    } catch (ErrnoException e) {
      assertThat(e.errno()).isEqualTo(Errno.EOPNOTSUPP);
      return false;
    }
  }

  // ---- Names ----

  @Test
  void directories_areMadeAndRemovedOnlyWhenEmpty() throws Exception {
    posix.makeDirectory(base, bytes("d"), 0755);
    assertErrno(Errno.EEXIST, () -> posix.makeDirectory(base, bytes("d"), 0755));
    try (Descriptor inner = posix.openDirectory(base, bytes("d"))) {
      posix.create(inner, bytes("f"), 0644).close();
      posix.sync(inner);
      assertErrno(Errno.ENOTEMPTY, () -> posix.removeDirectory(base, bytes("d")));
      assertErrno(Errno.EISDIR, () -> posix.unlink(base, bytes("d")));
      posix.unlink(inner, bytes("f"));
      posix.removeDirectory(base, bytes("d"));
      assertErrno(Errno.ENOENT, () -> posix.create(inner, bytes("late"), 0644));
      assertErrno(Errno.ENOENT, () -> posix.makeDirectory(inner, bytes("late"), 0755));
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void rename_replacesOrRefusesOrExchanges() throws Exception {
    Files.writeString(directory.resolve("a"), "A");
    Files.writeString(directory.resolve("b"), "B");

    assertErrno(
        Errno.EEXIST,
        () -> posix.rename(base, bytes("a"), base, bytes("b"), RenameMode.NO_REPLACE));
    posix.rename(base, bytes("a"), base, bytes("b"), RenameMode.EXCHANGE);
    assertThat(directory.resolve("a")).hasContent("B");
    assertThat(directory.resolve("b")).hasContent("A");
    posix.rename(base, bytes("a"), base, bytes("b"), RenameMode.REPLACE);
    assertThat(directory.resolve("a")).doesNotExist();
    assertThat(directory.resolve("b")).hasContent("B");
    posix.rename(base, bytes("b"), base, bytes("c"), RenameMode.NO_REPLACE);
    assertErrno(
        Errno.ENOENT, () -> posix.rename(base, bytes("c"), base, bytes("b"), RenameMode.EXCHANGE));
  }

  @Test
  void exchange_swapsAFileAndADirectory() throws Exception {
    Files.writeString(directory.resolve("a"), "A");
    Files.createDirectory(directory.resolve("staged"));
    Files.createLink(directory.resolve("staged/.%self"), directory.resolve("a"));

    posix.rename(base, bytes("staged"), base, bytes("a"), RenameMode.EXCHANGE);

    assertThat(directory.resolve("a/.%self")).hasContent("A");
    assertThat(directory.resolve("staged")).hasContent("A");
  }

  @Test
  void link_givesASecondName_butNeverReplaces() throws Exception {
    Files.writeString(directory.resolve("a"), "A");
    posix.link(base, bytes("a"), base, bytes("b"));

    assertThat(directory.resolve("b")).hasContent("A");
    assertErrno(Errno.EEXIST, () -> posix.link(base, bytes("a"), base, bytes("b")));
  }

  // ---- Extended attributes ----

  @Test
  void attribute_isSetReplacedAndRemoved() throws Exception {
    try (Descriptor file = posix.create(base, bytes("f"), 0644)) {
      assertThat(posix.attribute(file, RECORD)).isNull();
      assertThat(posix.removeAttribute(file, RECORD)).isFalse();
      posix.setAttribute(file, RECORD, bytes("one"));
      posix.setAttribute(file, RECORD, new byte[0]);
      assertThat(posix.attribute(file, RECORD)).isEmpty();
      posix.setAttribute(file, RECORD, pattern(3_000));
      assertThat(posix.attribute(file, RECORD)).isEqualTo(pattern(3_000));
      assertThat(posix.attribute(base, bytes("f"), RECORD)).isEqualTo(pattern(3_000));
      posix.setAttribute(file, RECORD, pattern(30));
      assertThat(posix.attribute(base, bytes("f"), RECORD)).isEqualTo(pattern(30));
      assertThat(posix.removeAttribute(file, RECORD)).isTrue();
      assertThat(posix.attribute(base, bytes("f"), RECORD)).isNull();
    }
    assertErrno(Errno.ENOENT, () -> posix.attribute(base, bytes("missing"), RECORD));
  }

  @Test
  void attributeNames_areThoseThatWereSet() throws Exception {
    try (Descriptor file = posix.create(base, bytes("f"), 0644)) {
      assertThat(userNames(file)).isEmpty();
      posix.setAttribute(file, RECORD, bytes("one"));
      assertThat(userNames(file)).containsExactly(text(RECORD));
      String[] many = new String[30];
      for (int i = 0; i < many.length; i++) {
        many[i] = "user." + "n".repeat(60) + (10 + i);
        posix.setAttribute(file, bytes(many[i]), new byte[0]);
      }
      assertThat(userNames(file)).hasSize(31).contains(many);
    }
  }

  private List<String> userNames(Descriptor file) throws ErrnoException {
    return Stream.of(text(posix.attributeNames(file)).split("\0"))
        .filter(name -> name.startsWith("user."))
        .toList();
  }

  @Test
  void attributeOfASymlink_isNotThatOfItsTarget() throws Exception {
    try (Descriptor file = posix.create(base, bytes("f"), 0644)) {
      posix.setAttribute(file, RECORD, bytes("secret"));
    }
    Files.createSymbolicLink(directory.resolve("link"), Path.of("f"));

    byte[] found = null;
    try {
      found = posix.attribute(base, bytes("link"), RECORD);
    } catch (ErrnoException e) {
      assertThat(e.errno()).isIn(Errno.EPERM, Errno.EOPNOTSUPP);
    }
    assertThat(found).isNull();
  }

  @Test
  void tooLargeAttribute_isRefused_andTheOldOneStays() throws Exception {
    try (Descriptor file = posix.create(base, bytes("f"), 0644)) {
      posix.setAttribute(file, RECORD, bytes("old"));
      assertErrno(Errno.E2BIG, () -> posix.setAttribute(file, RECORD, new byte[70_000]));
      if (posix.fileSystem(file).type() == FileSystemStat.EXT4) {
        assertErrno(Errno.ENOSPC, () -> posix.setAttribute(file, RECORD, new byte[65_536]));
      }
      assertThat(posix.attribute(file, RECORD)).isEqualTo(bytes("old"));
    }
  }

  // ---- Locks ----

  @Test
  void lock_isHeldUntilTheDescriptorIsClosed() throws Exception {
    Descriptor first = posix.openOrCreate(base, bytes("lock"), 0600);
    try (Descriptor second = posix.openOrCreate(base, bytes("lock"), 0600)) {
      assertThat(posix.tryLock(first, true)).isTrue();
      assertThat(posix.tryLock(second, true)).isFalse();
      assertThat(posix.tryLock(second, false)).isFalse();
      first.close();
      assertThat(posix.tryLock(second, true)).isTrue();
    } finally {
      first.close();
    }
  }

  @Test
  void awaitReadable_endsWithItsTime() throws Exception {
    try (Descriptor queue = posix.openInotify()) {
      assertThat(posix.awaitReadable(queue, Duration.ofMillis(1))).isFalse();
    }
  }

  // ---- Threads ----

  @Test
  void virtualThreads_callAsPlatformThreadsDo() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?>[] calls = new Future<?>[200];
      for (int call = 0; call < calls.length; call++) {
        byte[] name = bytes("f" + call);
        calls[call] = threads.submit(() -> writeAndReadBack(name));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    }
  }

  private Void writeAndReadBack(byte[] name) throws IOException {
    try (Descriptor file = posix.create(base, name, 0644)) {
      posix.write(file, ByteBuffer.wrap(name), 0);
      posix.setAttribute(file, RECORD, name);
    }
    try (Descriptor file = posix.openForReading(base, name)) {
      ByteBuffer content = ByteBuffer.allocate(10);
      posix.read(file, content, 0);
      assertThat(content.flip()).isEqualTo(ByteBuffer.wrap(name));
      assertThat(posix.attribute(file, RECORD)).isEqualTo(name);
    }
    return null;
  }

  private static byte[] pattern(int length) {
    byte[] bytes = new byte[length];
    for (int at = 0; at < length; at++) {
      bytes[at] = (byte) (at * 31 + at / 251);
    }
    return bytes;
  }
}
