package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.config.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLogFileTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void lines_areAppendedToWhatIsThere() throws IOException {
    Path file = folder.resolve("access 100%d.log");
    Files.writeString(file, "before\n");

    try (AccessLogFile log = AccessLogFile.open(file, 1 << 20, 2)) {
      log.accept("one {} %s");
      log.accept("two");
    }

    assertThat(Files.readAllLines(file)).containsExactly("before", "one {} %s", "two");
  }

  @Test
  void fileThatHasGrown_isRotatedAndOldOnesEnd() throws IOException {
    Path file = folder.resolve("access.log");
    String line = "x".repeat(1 << 10);
    long end = System.nanoTime() + LIMIT.toNanos();

    try (AccessLogFile log = AccessLogFile.open(file, 16 << 10, 2)) {
      while (!Files.exists(folder.resolve("access.log.2")) && System.nanoTime() < end) {
        log.accept(line);
      }
    }

    assertThat(names()).containsExactly("access.log", "access.log.1", "access.log.2");
    assertThat(Files.readAllLines(folder.resolve("access.log.2"))).containsOnly(line);
  }

  @Test
  void madeFile_isReadByItsOwnerAndGroupAlone() throws IOException {
    Path file = folder.resolve("access.log");
    long end = System.nanoTime() + LIMIT.toNanos();

    try (AccessLogFile log = AccessLogFile.open(file, 16 << 10, 2)) {
      while (!Files.exists(folder.resolve("access.log.1")) && System.nanoTime() < end) {
        log.accept("x".repeat(1 << 10));
      }
    }

    assertThat(names()).contains("access.log", "access.log.1");
    for (String name : names()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
          .isIn("rw-r-----", "rw-------"); // a umask may allow less
    }
  }

  @Test
  void fileThatIsThere_keepsItsPermissions() throws IOException {
    Path file = Files.createFile(folder.resolve("access.log"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));

    AccessLogFile.open(file, 1 << 20, 1).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-rw-r--");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void fileThatIsTakenAway_isMadeAnewWithoutASignal(boolean renamed) throws IOException {
    Path file = folder.resolve("access.log");
    Path old = folder.resolve("access.log-20260101");
    long end = System.nanoTime() + LIMIT.toNanos();

    try (AccessLogFile log = AccessLogFile.open(file, 1 << 30, 1)) {
      if (renamed) {
        Files.move(file, old);
      } else {
        Files.delete(file);
      }
      while (!Files.exists(file) && System.nanoTime() < end) {
        log.accept("line");
      }
      log.accept("last");
    }

    assertThat(Files.readAllLines(file)).endsWith("last");
    assertThat(Files.exists(old)).isEqualTo(renamed);
  }

  @Test
  void reopenedFile_isTheOneAtItsPath() throws IOException {
    Path file = folder.resolve("access.log");

    try (AccessLogFile log = AccessLogFile.open(file, 1 << 20, 1)) {
      Files.move(file, folder.resolve("old"));
      log.reopen();
      assertThat(file).exists();
      log.accept("line");
    }

    assertThat(folder.resolve("old")).isEmptyFile();
    assertThat(Files.readAllLines(file)).containsExactly("line");
  }

  @Test
  void fileThatCannotBeWritten_isRefusedAtStart() {
    assertThatThrownBy(() -> AccessLogFile.open(folder, 1 << 20, 1))
        .isInstanceOf(StartupException.class)
        .hasMessageContainingAll(folder.toString(), "access-log");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
