package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.config.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
