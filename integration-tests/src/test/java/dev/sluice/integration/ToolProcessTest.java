package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.OutsideCommand.Answer;
import dev.sluice.testing.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    try (SluiceProcess agent = SluiceProcess.agent(data()).start()) {
      Path file = randomFile();
      Process put = putUnderWay(file);
      put.destroyForcibly().waitFor();
      assertGoesOn(file);

      String got = sluice("get", "bucket/key", folder.resolve("copy")).good().out();
      assertThat(got).endsWith("(" + FILE_BYTES + " bytes, CRC32C verified)\n");
      assertThat(Files.mismatch(file, folder.resolve("copy"))).isEqualTo(-1);
      assertThat(sluice("rm", "--uploads", "bucket/key").exitCode()).isEqualTo(1);
      String piped =
          OutsideCommand.of(
                  "bash",
                  "-c",
                  "set -o pipefail; '%s' cat --root '%s' bucket/key | head -c 5 | wc -c; echo $?"
                      .formatted(TestProject.launcher(), data()))
              .run()
              .out();
      assertThat(piped.lines().map(String::strip)).containsExactly("5", "141");
      assertThat(agent.isAlive()).isTrue();
    }
  }

  @Test
  void interruptedPut_keepsItsPartsAndGoesOn() throws Exception {
    try (SluiceProcess agent = SluiceProcess.agent(data()).start()) {
      Path file = randomFile();
      Process put = putUnderWay(file);
      OutsideCommand.signal("INT", put.pid());

      assertThat(lastWords(put, INTERRUPTED)).contains("keeps what was sent");
      assertGoesOn(file);
      assertThat(agent.isAlive()).isTrue();
    }
  }

  @Test
  void agentThatIsKilled_isOneSentenceAndAnExitCode() throws Exception {
    try (SluiceProcess agent = SluiceProcess.agent(data()).start()) {
      Process put = putUnderWay(randomFile());
      agent.kill();

      assertThat(lastWords(put, UNREACHABLE))
          .contains("no answer from the agent", "keeps what was sent")
          .doesNotContain("\u001b", "\r");
    }
  }

  /** A put in parts of which the agent has noted some: each lies in the upload's data file. */
  private Process putUnderWay(Path file) throws Exception {
    sluice("mb", "bucket").good();
    ProcessBuilder builder =
        new ProcessBuilder(
            // Whoever runs the tests in the background may have left SIGINT ignored.
            "env",
            "--default-signal=INT",
            TestProject.launcher().toString(),
            "put",
            "--resume",
            "--part-size",
            "5MiB",
            file.toString(),
            "bucket/key",
            "--root",
            data().toString());
    builder.environment().put("SLUICE_JAVA_OPTS", "-Xmx64m");
    Process put = builder.start();
    var _ =
        Await.until(
            "bytes uploaded",
            () -> {
              assertThat(put.isAlive()).as("has not ended early").isTrue();
              return uploaded();
            },
            bytes -> bytes >= FIRST_PARTS * (5L << 20));
    return put;
  }

  /** Nothing is there of a put that broke off, until the same command has gone on. */
  private void assertGoesOn(Path file) throws IOException {
    assertThat(data().resolve("bucket/key")).doesNotExist();
    sluice("put", "--resume", file, "bucket/key").good();
    assertThat(Files.mismatch(file, data().resolve("bucket/key"))).isEqualTo(-1);
  }

  /** What a tool that ends by itself has said to whoever ran it. */
  private static String lastWords(Process tool, int exitCode) throws Exception {
    assertThat(tool.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(tool.exitValue()).isEqualTo(exitCode);
    String said = new String(tool.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).doesNotContain("Exception");
    return said;
  }

  private long uploaded() throws IOException {
    try (Stream<Path> files = Files.walk(data().resolve(".sluice/uploads"))) {
      return files.mapToLong(file -> file.toFile().isFile() ? file.toFile().length() : 0).sum();
    }
  }

  private Path randomFile() throws IOException {
    byte[] bytes = new byte[FILE_BYTES];
    new Random(7).nextBytes(bytes);
    return Files.write(folder.resolve("file"), bytes);
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Answer sluice(Object... arguments) {
    return OutsideCommand.of(TestProject.launcher())
        .with(arguments)
        .with("--root", data())
        .environment("SLUICE_JAVA_OPTS", "-Xmx64m")
        .run();
  }
}
