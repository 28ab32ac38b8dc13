package dev.sluice.agent.store.local.posix;

import static dev.sluice.agent.store.local.posix.TestPaths.assertErrno;
import static dev.sluice.agent.store.local.posix.TestPaths.bytes;
import static dev.sluice.agent.store.local.posix.TestPaths.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryCursorTest {
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

  @Test
  void emptyDirectory_hasNoEntries() throws IOException {
    assertThat(names()).isEmpty();
  }

  @Test
  void directoryThatIsRemovedMeanwhile_hasNoMoreEntries() throws IOException {
    posix.makeDirectory(base, bytes("d"), 0755);
    try (Descriptor below = posix.openDirectory(base, bytes("d"));
        DirectoryCursor entries = DirectoryCursor.open(posix, below)) {
      posix.removeDirectory(base, bytes("d"));
      assertThat(entries.next()).isFalse();
    }
  }

  @Test
  void names10000_comeOnceEach() throws IOException {
    List<String> expected = makeMany();

    assertThat(names()).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** So many that most of them are read ahead. */
  private List<String> makeMany() throws ErrnoException {
    List<String> names = new ArrayList<>();
    for (int file = 0; file < 10_000; file++) {
      String name = "name-é-" + file;
      names.add(name);
      posix.create(base, bytes(name), 0644).close();
    }
    return names;
  }

  @Test
  void failureOfALaterRead_isTold() throws IOException {
    makeMany();
    FaultyPosix faulty = new FaultyPosix(Attributes.LARGE.limit());
    try (Descriptor own = faulty.openRoot(bytes(directory.toString()))) {
      faulty.fail(
          new FaultyPosix.Fault(Errno.EIO, call -> call == PosixCall.READ_DIRECTORY, 10, false));
      try (DirectoryCursor entries = DirectoryCursor.open(faulty, own)) {
        assertErrno(
            Errno.EIO,
            () -> {
              while (entries.next()) {
                // as far as it goes
              }
            });
      }
    }
    assertThat(faulty.heal()).isEqualTo(PosixCall.READ_DIRECTORY);
    assertThat(faulty.open()).isEmpty();
  }

  @Test
  void cursorThatIsClosedBeforeItsEnd_readsNoMore() throws IOException {
    makeMany();
    FaultyPosix faulty = new FaultyPosix(Attributes.LARGE.limit());
    try (Descriptor own = faulty.openRoot(bytes(directory.toString()))) {
      try (DirectoryCursor entries = DirectoryCursor.open(faulty, own)) {
        for (int entry = 0; entry < 8_000; entry++) {
          assertThat(entries.next()).isTrue();
        }
      }
      assertThat(faulty.open()).hasSize(1);
    }
  }

  @Test
  void longestAndOddNames_comeWhole() throws IOException {
    List<String> expected = List.of("x".repeat(255), "y", "..x", "...", ".a", "a\nb", "😀");
    for (String name : expected) {
      posix.create(base, bytes(name), 0644).close();
    }

    assertThat(names()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void entry_tellsTypeAndInode() throws IOException {
    Files.createDirectory(directory.resolve("d"));
    Files.writeString(directory.resolve("f"), "x");
    Files.createSymbolicLink(directory.resolve("l"), Path.of("f"));

    try (DirectoryCursor entries = DirectoryCursor.open(posix, base)) {
      while (entries.next()) {
        FileType type = posix.stat(base, entries.name()).type();
        assertThat(entries.type()).isIn(type, FileType.UNKNOWN);
        assertThat(entries.inode()).isEqualTo(posix.stat(base, entries.name()).inode());
        byte[] packed = new byte[10];
        entries.copyName(packed, 9);
        assertThat(packed[9]).isEqualTo(entries.name()[0]);
        assertThat(entries.nameLength()).isEqualTo(1);
      }
    }
  }

  @Test
  void cursorsOnTheSameDirectory_doNotDisturbEachOther() throws IOException {
    posix.create(base, bytes("f"), 0644).close();

    try (DirectoryCursor one = DirectoryCursor.open(posix, base);
        DirectoryCursor other = DirectoryCursor.open(posix, base)) {
      assertThat(one.next()).isTrue();
      assertThat(one.next()).isFalse();
      assertThat(other.next()).isTrue();
    }
  }

  @Test
  void fileAsDirectory_isEnotdir() throws IOException {
    try (Descriptor file = posix.create(base, bytes("f"), 0644)) {
      assertErrno(Errno.ENOTDIR, () -> DirectoryCursor.open(posix, file));
    }
  }

  private List<String> names() throws ErrnoException {
    List<String> names = new ArrayList<>();
    try (DirectoryCursor entries = DirectoryCursor.open(posix, base)) {
      while (entries.next()) {
        names.add(text(entries.name()));
      }
    }
    return names;
  }
}
