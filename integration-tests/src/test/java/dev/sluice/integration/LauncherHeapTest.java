package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The size that the launcher lets the heap grow to, which is our choice. */
@Timeout(180)
class LauncherHeapTest {

  private static final long MIB = 1 << 20;

  @TempDir private Path root;

  /**
   * Of machines with and without cgroups, whose limits hold from the outermost to the innermost.
   */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          2097152, '', '', '', 25
          8388608, '', '', '', 25
          16777216, '', '', '', 12.500
          134217728, '', '', '', 1.562
          134217728, max, max, max, 1.562
          134217728, max, 4294967296, max, 25
          134217728, max, 17179869184, 4294967296, 25
          134217728, 17179869184, max, 34359738368, 12.500
          134217728, 9223372036854771712, '', '', 1.562
          134217728, none, '', '', 1.562
          """)
  void share_isAQuarterUpToTwoGibibytes(
      long kibibytes, String outermost, String middle, String innermost, String percent)
      throws IOException {
    write("proc/meminfo", "MemTotal:       %d kB\nMemFree:        1 kB\n".formatted(kibibytes));
    write("proc/self/cgroup", "0::/system.slice/sluice.service\n");
    write("sys/fs/cgroup/memory.max", outermost);
    write("sys/fs/cgroup/system.slice/memory.max", middle);
    write("sys/fs/cgroup/system.slice/sluice.service/memory.max", innermost);

    assertThat(share()).isEqualTo(percent);
  }

  @Test
  void share_isAQuarterWhereNothingIsKnown() {
    assertThat(share()).isEqualTo("25");
  }

  @Test
  void heap_hasTheShareOfTheLauncher() {
    String flags = flags("");

    assertThat(flags).containsPattern("MaxRAMPercentage += [0-9.]+ .*command line");
    assertThat(heap(flags)).isBetween(MIB, 2048 * MIB);
  }

  @Test
  void heap_hasTheSizeThatTheUserGives() {
    assertThat(heap(flags("-Xmx96m"))).isEqualTo(96 * MIB);
  }

  private void write(String name, String content) throws IOException {
    if (!content.isEmpty()) {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    }
  }

  private String share() {
    Path script = TestProject.directory().resolve("cli/heap-share.sh");
    return OutsideCommand.of(
            "bash", "-uc", ". \"$1\"; heap_share \"$2\"; echo \"$heap_share\"", "-", script, root)
        .run()
        .good()
        .out()
        .strip();
  }

  private static String flags(String options) {
    return OutsideCommand.of(TestProject.launcher(), "version")
        .environment("SLUICE_JAVA_OPTS", options + " -XX:+PrintFlagsFinal")
        .run()
        .good()
        .out();
  }

  private static long heap(String flags) {
    String line =
        flags.lines().filter(text -> text.contains(" MaxHeapSize ")).findFirst().orElseThrow();
    return Long.parseLong(line.replaceFirst(".*= ++([0-9]++) .*", "$1"));
  }
}
