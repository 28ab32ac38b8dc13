package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.OutsideCommand.Answer;
import dev.sluice.testing.Await;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The tools and an agent that wants proof, falls silent, or is left in the middle by Ctrl-C. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ToolConnectionTest {
  private static final int REFUSED = 1;
  private static final int UNREACHABLE = 3;
  private static final int INTERRUPTED = 130;

  /** Takes seconds to get, so that there is a middle, also where the machine is busy. */
  private static final long LARGE_BYTES = 1L << 30;

  @TempDir private Path folder;

  @Test
  void tool_needsTheTokenOfATcpAgent() throws Exception {
    Path right = Files.writeString(folder.resolve("right"), "the token of the tests\n");
    Path wrong = Files.writeString(folder.resolve("wrong"), "another token, a wrong one\n");
    try (SluiceProcess agent =
        SluiceProcess.agent(folder.resolve("data")).with("--token-file", right).start()) {
      String address = agent.agentAddress();
      sluice("mb", "bucket", "--agent", address, "--token-file", right).good();
      for (List<Object> flags :
          List.of(List.<Object>of(), List.<Object>of("--token-file", wrong))) {
        Answer refused =
            sluice(Stream.concat(Stream.of("ls", "--agent", address), flags.stream()).toArray());
        assertThat(refused.exitCode()).isEqualTo(REFUSED);
        assertThat(refused.err()).startsWith("sluice: ").contains("token").hasLineCount(1);
      }
    }
  }

  /** Neither is told a token: they run as the agent's user, who can read the one it made. */
  @Test
  void toolAndFrontend_findTheTokenThatTheAgentMade() throws Exception {
    Path data = folder.resolve("data");
    try (SluiceProcess agent = SluiceProcess.agent(data).start()) {
      String address = agent.agentAddress();
      OutsideCommand.of(TestProject.launcher(), "mb", "bucket", "--agent", address)
          .environment("SLUICE_DATA", data.toString())
          .run()
          .good();
      try (SluiceProcess frontend =
          SluiceProcess.frontend(address)
              .with("--agent-token-file", data.resolve(".sluice/agent-token"))
              .start()) {
        assertThat(CurlAnswer.of("-X", "GET", frontend.s3() + "/bucket").status()).isEqualTo(200);
      }
      Answer elsewhere = sluice("ls", "--agent", address, "--token-file", "/dev/null");
      assertThat(elsewhere.exitCode()).isNotZero();
    }
  }

  @Test
  void tool_provesItselfByItsCertificate() throws Exception {
    TestAuthority authority = new TestAuthority(folder.resolve("pki"), "Ours");
    TestAuthority stranger = new TestAuthority(folder.resolve("other"), "Theirs");
    TestAuthority.Pair pair = authority.good("agent");
    TestAuthority.Pair mine = authority.good("tool");
    try (SluiceProcess agent =
        SluiceProcess.agent(folder.resolve("data"))
            .with("--agent-tls-certificate", pair.certificate(), "--agent-tls-key", pair.key())
            .with("--agent-tls-ca", authority.certificate())
            .announced()) {
      Object[] whom = {"ls", "--agent", agent.agentAddress(), "--ca", authority.certificate()};
      sluice(with(whom, "--cert", mine.certificate(), "--key", mine.key())).good();
      assertThat(sluice(whom).exitCode()).as("without a certificate").isEqualTo(UNREACHABLE);
      whom[4] = stranger.certificate();
      Answer distrusted = sluice(with(whom, "--cert", mine.certificate(), "--key", mine.key()));
      assertThat(distrusted.exitCode()).as("an agent of somebody else's").isEqualTo(UNREACHABLE);
      assertThat(distrusted.err()).startsWith("sluice: no answer from the agent").hasLineCount(1);
    }
  }

  @Test
  void otherServer_isNamed() throws Exception {
    TestAuthority.Pair pair = new TestAuthority(folder.resolve("pki"), "Ours").good("s3");
    try (SluiceProcess s3 = SluiceProcess.standalone(folder.resolve("data")).start();
        SluiceProcess tls =
            SluiceProcess.standalone(folder.resolve("tls"))
                .with("--tls-certificate", pair.certificate(), "--tls-key", pair.key())
                .announced()) {
      Map.of(
              s3.s3().getPort(), "this is the port of S3",
              s3.admin("/").getPort(), "a web server listens there",
              tls.s3().getPort(), "TLS is spoken there")
          .forEach(
              (port, sentence) -> {
                String address = "127.0.0.1:" + port;
                Answer answer = sluice("ls", "--agent", address);
                assertThat(answer.exitCode()).isEqualTo(UNREACHABLE);
                assertThat(answer.err())
                    .startsWith("sluice: no answer from the agent at " + address + ": " + sentence)
                    .hasLineCount(1);
              });
    }
  }

  @Test
  void silentAgent_isOneSentenceAndAnExitCode() throws Exception {
    Path data = folder.resolve("data");
    try (SluiceProcess agent = SluiceProcess.agent(data).start()) {
      largeObject(data);
      Process get = get(data, "--timeout", "5");
      OutsideCommand.signal("STOP", agent.pid());
      assertThat(get.waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(get.exitValue()).isEqualTo(UNREACHABLE);
      assertThat(new String(get.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("was silent for 5 seconds (--timeout sets the limit)");
      assertThat(left()).isEmpty();

      Answer unary = sluice("ls", "--root", data, "--timeout", "2");
      assertThat(unary.exitCode()).isEqualTo(UNREACHABLE);
      assertThat(unary.err()).startsWith("sluice: ").contains("agent").hasLineCount(1);
    }
  }

  @Test
  void interruptedGet_leavesNothingUnlessItMayGoOn() throws Exception {
    Path data = folder.resolve("data");
    try (SluiceProcess agent = SluiceProcess.agent(data).start()) {
      largeObject(data);
      interrupt(get(data), agent);
      assertThat(left()).isEmpty();

      interrupt(get(data, "--resume"), agent);
      assertThat(left()).singleElement().asString().endsWith(".part");
      sluice("get", "bucket/large", copy(), "--resume", "--root", data).good();
      assertThat(Files.mismatch(data.resolve("bucket/large"), copy())).isEqualTo(-1);

      Answer kept = sluice("rb", "bucket", "--root", data);
      assertThat(kept.exitCode()).isEqualTo(REFUSED);
      assertThat(kept.err())
          .isEqualTo(
              "sluice: bucket: bucket: holds files (expected: none; where its listing is empty,"
                  + " 'sluice fsck' names them)\n");
      assertThat(agent.isAlive()).isTrue();
    }
  }

  /** As somebody might have put it there: it costs no room. */
  private static void largeObject(Path data) throws IOException {
    Files.createDirectories(data.resolve("bucket"));
    try (RandomAccessFile file =
        new RandomAccessFile(data.resolve("bucket/large").toFile(), "rw")) {
      file.setLength(LARGE_BYTES);
    }
  }

  /** A get of the large object whose first bytes have come. */
  private Process get(Path data, String... flags) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.of(
                    // Whoever runs the tests in the background may have left SIGINT ignored.
                    Stream.of("env", "--default-signal=INT", TestProject.launcher()),
                    Stream.of("get", "bucket/large", copy(), "--root", data),
                    Stream.of(flags))
                .flatMap(Function.identity())
                .map(Object::toString)
                .toList());
    builder.environment().put("SLUICE_JAVA_OPTS", "-Xmx64m");
    Process get = builder.start();
    Await.until(
        "first bytes",
        () -> {
          assertThat(get.isAlive()).as("has not ended early").isTrue();
          return left().stream().anyMatch(part -> part.toFile().length() > 0);
        });
    return get;
  }

  /** Interrupts it while its agent stands still, so that it cannot come to its end before. */
  private static void interrupt(Process get, SluiceProcess agent) throws InterruptedException {
    OutsideCommand.signal("STOP", agent.pid());
    OutsideCommand.signal("INT", get.pid());
    assertThat(get.waitFor(90, TimeUnit.SECONDS)).isTrue();
    OutsideCommand.signal("CONT", agent.pid());
    assertThat(get.exitValue()).isEqualTo(INTERRUPTED);
  }

  private Path copy() throws IOException {
    return Files.createDirectories(folder.resolve("copies")).resolve("copy");
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("copies"))) {
      return files.toList();
    }
  }

  private static Object[] with(Object[] words, Object... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray();
  }

  private static Answer sluice(Object... arguments) {
    return OutsideCommand.of(TestProject.launcher())
        .with(arguments)
        .environment("SLUICE_JAVA_OPTS", "-Xmx64m")
        .run();
  }
}
