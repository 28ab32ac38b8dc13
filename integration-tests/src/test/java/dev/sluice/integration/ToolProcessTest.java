package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.OutsideCommand.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tools as processes: what a shell sees of them, and what their violent end leaves. */
@Timeout(300)
class ToolProcessTest {
  private static final int UNREACHABLE = 3;
  private static final int INTERRUPTED = 130;
  private static final int FILE_BYTES = 80 << 20;
  private static final int FIRST_PARTS = 3;

  @TempDir private Path folder;

  @Test
  void putThatWasKilled_goesOnAndLittleMemoryIsEnough() throws Exception {
    Path data = folder.resolve("data");
    Path file = randomFile();
    try (SluiceProcess agent = SluiceProcess.agent(data).start()) {
      sluice(data, "mb", "bucket").good();
      Process put = start(data, "put", "--resume", "--part-size", "5MiB", file, "bucket/key");
      awaitParts(data, put);
      put.destroyForcibly().waitFor();
      assertThat(data.resolve("bucket/key")).doesNotExist();

      sluice(data, "put", "--resume", file, "bucket/key").good();
      String got = sluice(data, "get", "bucket/key", folder.resolve("copy")).good().out();

      assertThat(got).endsWith("(" + FILE_BYTES + " bytes, CRC32C verified)\n");
      assertThat(Files.mismatch(file, folder.resolve("copy"))).isEqualTo(-1);
      assertThat(sluice(data, "rm", "--uploads", "bucket/key").exitCode()).isEqualTo(1);
      String piped =
          OutsideCommand.of(
                  "bash",
                  "-c",
                  "set -o pipefail; '%s' cat --root '%s' bucket/key | head -c 5 | wc -c; echo $?"
                      .formatted(TestProject.launcher(), data))
              .run()
              .out();
      assertThat(piped.lines().map(String::strip)).containsExactly("5", "141");
      assertThat(agent.isAlive()).isTrue();
    }
  }

  @Test
  void interruptedPut_keepsItsPartsAndGoesOn() throws Exception {
    Path data = folder.resolve("data");
    Path file = randomFile();
    try (SluiceProcess agent = SluiceProcess.agent(data).start()) {
      sluice(data, "mb", "bucket").good();
      Process put = start(data, "put", "--resume", "--part-size", "5MiB", file, "bucket/key");
      awaitParts(data, put);
      OutsideCommand.of("kill", "-INT", put.pid()).run().good();
      assertThat(put.waitFor(90, TimeUnit.SECONDS)).isTrue();

      assertThat(put.exitValue()).isEqualTo(INTERRUPTED);
      assertThat(new String(put.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("keeps what was sent")
          .doesNotContain("Exception");
      assertThat(data.resolve("bucket/key")).doesNotExist();
      sluice(data, "put", "--resume", file, "bucket/key").good();
      assertThat(Files.mismatch(file, data.resolve("bucket/key"))).isEqualTo(-1);
      assertThat(agent.isAlive()).isTrue();
    }
  }

  @Test
  void agentThatIsKilled_isOneSentenceAndAnExitCode() throws Exception {
    Path data = folder.resolve("data");
    Path file = randomFile();
    try (SluiceProcess agent = SluiceProcess.agent(data).start()) {
      sluice(data, "mb", "bucket").good();
      Process put = start(data, "put", "--resume", "--part-size", "5MiB", file, "bucket/key");
      awaitParts(data, put);
      agent.kill();

      assertThat(put.waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(put.exitValue()).isEqualTo(UNREACHABLE);
      assertThat(new String(put.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("no answer from the agent", "keeps what was sent")
          .doesNotContain("Exception", "\u001b", "\r");
    }
  }

  /** Waits until the agent has noted some parts: each lies in the upload's data file. */
  private static void awaitParts(Path data, Process put) throws Exception {
    while (uploaded(data) < FIRST_PARTS * (5L << 20)) {
      assertThat(put.waitFor(10, TimeUnit.MILLISECONDS)).as("ended early").isFalse();
    }
  }

  private static long uploaded(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve(".sluice/uploads"))) {
      return files.mapToLong(file -> file.toFile().isFile() ? file.toFile().length() : 0).sum();
    }
  }

  private Path randomFile() throws IOException {
    byte[] bytes = new byte[FILE_BYTES];
    new Random(7).nextBytes(bytes);
    return Files.write(folder.resolve("file"), bytes);
  }

  private static Process start(Path data, Object... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of(TestProject.launcher()),
                    Stream.concat(Stream.of(arguments), Stream.of("--root", data)))
                .map(Object::toString)
                .toList());
    builder.environment().put("SLUICE_JAVA_OPTS", "-Xmx64m");
    return builder.start();
  }

  private static Answer sluice(Path data, Object... arguments) {
    return OutsideCommand.of(
            Stream.concat(
                    Stream.of(TestProject.launcher()),
                    Stream.concat(Stream.of(arguments), List.of("--root", data).stream()))
                .toArray())
        .environment("SLUICE_JAVA_OPTS", "-Xmx64m")
        .run();
  }
}
