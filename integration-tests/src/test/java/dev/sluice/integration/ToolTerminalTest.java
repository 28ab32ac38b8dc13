package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The tools at a terminal, which {@code script} gives them, and without one. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ToolTerminalTest {

  /** More than pipes, windows and buffers hold. */
  private static final long LARGE_BYTES = 64L << 20;

  /** From here on a person is shown something. */
  private static final Duration SHOWN_AFTER = Duration.ofSeconds(1);

  private static final String CLEAR = "\r\u001b[K";

  @TempDir private Path folder;

  /** Both are read slowly, so that there is something to wait for. */
  @Test
  void progress_isDrawnAtATerminalAndNowhereElse() throws Exception {
    Path script = OutsideClients.script();
    Path data = folder.resolve("data");
    try (SluiceProcess agent = SluiceProcess.agent(data).start()) {
      Files.createDirectories(data.resolve("bucket"));
      ClientFiles.hollow(data.resolve("bucket/large"), LARGE_BYTES);
      String cat = "'%s' cat bucket/large --root '%s'".formatted(TestProject.launcher(), data);
      Path screen = Files.createFile(folder.resolve("screen"));
      Path errors = folder.resolve("errors");
      // Its bytes go past the terminal, so that its screen shows nothing else.
      Slow watched =
          new Slow(
              "exec '%s' -qefc \"%s >&3\" /dev/null 3>&1 >'%s'".formatted(script, cat, screen));
      Slow piped = new Slow("exec %s 2>'%s'".formatted(cat, errors));

      while (!Files.readString(screen).contains("%")
          || piped.sinceFirst().compareTo(SHOWN_AFTER.multipliedBy(2)) < 0) {
        watched.readSome();
        piped.readSome();
      }

      assertThat(watched.readAll()).isEqualTo(LARGE_BYTES);
      assertThat(piped.readAll()).isEqualTo(LARGE_BYTES);
      assertThat(Files.readString(screen))
          .contains(CLEAR + "large ")
          .containsPattern(" +\\d+%  .* of .*  .*/s  \\d+:\\d\\d left")
          .endsWith(CLEAR);
      assertThat(errors).isEmptyFile();
      assertThat(agent.isAlive()).isTrue();
    }
  }

  @Test
  void name_isTamedForATerminalAndExactInAPipe() throws Exception {
    Path script = OutsideClients.script();
    Path data = folder.resolve("data");
    try (SluiceProcess agent = SluiceProcess.agent(data).start()) {
      Files.createDirectories(data.resolve("bucket"));
      Files.createFile(data.resolve("bucket/two\nlines\u001b[31m"));
      String list = "'%s' ls bucket --root '%s'".formatted(TestProject.launcher(), data);

      assertThat(OutsideCommand.of(script, "-qefc", list, "/dev/null").run().good().out())
          .endsWith("two\\nlines\\u001b[31m\r\n");
      assertThat(OutsideCommand.of("sh", "-c", list).run().good().out())
          .isEqualTo("two\nlines\u001b[31m\n");
      assertThat(agent.isAlive()).isTrue();
    }
  }

  /** A shell's command whose output is taken a little at a time. */
  private static final class Slow {
    private static final int A_LITTLE = 64 << 10;
    private static final int PAUSE_MILLIS = 25;

    private final Process process;
    private final InputStream out;
    private long bytes;
    private long firstNanos;

    Slow(String command) throws IOException {
      ProcessBuilder builder = new ProcessBuilder("bash", "-c", command);
      SluiceProcess.ownEnvironment(builder.environment());
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      builder.environment().put("SLUICE_JAVA_OPTS", "-Xmx64m");
      process = builder.start();
      out = process.getInputStream();
    }

    void readSome() throws IOException, InterruptedException {
      int read = out.readNBytes(A_LITTLE).length;
      assertThat(read).as(this::story).isPositive();
      firstNanos = bytes == 0 ? System.nanoTime() : firstNanos;
      bytes += read;
      assertThat(process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)).as(this::story).isFalse();
    }

    Duration sinceFirst() {
      return bytes == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - firstNanos);
    }

    /** Takes the rest; how many bytes there were in all. */
    long readAll() throws Exception {
      bytes += out.transferTo(OutputStream.nullOutputStream());
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(this::story).isZero();
      return bytes;
    }

    private String story() {
      try {
        return process.isAlive()
            ? "it runs"
            : new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        return String.valueOf(e.getMessage());
      }
    }
  }
}
