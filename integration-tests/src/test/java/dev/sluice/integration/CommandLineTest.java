package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.OutsideCommand.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user meets who starts it wrongly: one sentence that says why, and an exit code. */
@Timeout(180)
class CommandLineTest {

  private static final int CANNOT = 1;
  private static final int USAGE = 2;

  @TempDir private Path folder;

  @Test
  void version_isPrinted() {
    Answer answer = sluice("version");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).startsWith("sluice ").contains("Java ");
    assertThat(answer.err()).isEmpty();
  }

  @Test
  void start_usesWhatTheBuildRehearsed() {
    // In this mode the JVM refuses to start without the cache.
    OutsideCommand.of(TestProject.launcher(), "version")
        .environment("SLUICE_JAVA_OPTS", "-XX:AOTMode=on")
        .run()
        .good();
  }

  @Test
  void portInUse_isNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();

      assertRefused(standalone("--listen", address), CANNOT, address);
      assertRefused(standalone("--agent-listen", address), CANNOT, address);
      assertRefused(standalone("--admin-listen", address), CANNOT, address);
    }
  }

  /** Everybody on the machine reaches a TCP port: there is none that was not asked for. */
  @Test
  void standalone_listensOnS3AndAdminAlone() throws IOException {
    try (SluiceProcess server = SluiceProcess.standalone(folder.resolve("data")).start()) {
      assertThat(listening(server.pid()))
          .containsExactlyInAnyOrder(server.s3().getPort(), server.admin("/").getPort());
    }
  }

  /** The TCP ports that a process listens on. */
  private static List<Integer> listening(long pid) throws IOException {
    Set<String> sockets;
    try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      sockets =
          descriptors.map(CommandLineTest::target).collect(Collectors.toCollection(HashSet::new));
    }
    List<Integer> ports = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
        String[] fields = line.strip().split(" +", -1);
        // Local address and port in hexadecimal, state 0A for LISTEN, and the socket's inode.
        if (fields[3].equals("0A") && sockets.contains("socket:[" + fields[9] + "]")) {
          ports.add(Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16));
        }
      }
    }
    return ports;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }

  @Test
  void missingFolder_isNamed() {
    Path missing = folder.resolve("no such parent/data");

    assertRefused(standalone("--data", missing), CANNOT, missing.toString());
    assertThat(missing.getParent()).doesNotExist();
  }

  @Test
  void fileInPlaceOfTheFolder_isNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");

    assertRefused(standalone("--data", file), CANNOT, file.toString());
  }

  @Test
  void readOnlyFolder_isNamed() throws IOException {
    Path data = Files.createDirectory(folder.resolve("read-only"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-xr-xr-x"));
    Assumptions.assumeFalse(
        Files.isWritable(data), "this user may write everywhere: permissions stop nobody");

    assertRefused(standalone("--data", data), CANNOT, data.toString());
  }

  @Test
  void secondAgentOnOneFolder_isRefused() {
    Path data = folder.resolve("data");
    try (SluiceProcess first = SluiceProcess.agent(data).announced()) {
      assertRefused(standalone("--data", data), CANNOT, data.toString());
      assertThat(first.isAlive()).isTrue();
    }
  }

  @Test
  void openAccessBeyondLoopback_isRefused() {
    assertRefused(standalone("--listen", "0.0.0.0:0"), USAGE, "listen");
  }

  /** A token alone hides no data from those on the way. */
  @Test
  void agentWithoutTlsBeyondLoopback_isRefused() {
    assertRefused(
        standalone("--agent-listen", "0.0.0.0:0", "--token", "the token of the tests"),
        USAGE,
        "agent-listen");
  }

  @Test
  void agentThatNothingLeadsTo_isRefused() {
    Answer answer =
        OutsideCommand.of(TestProject.launcher(), "agent", "--storage", "memory:")
            .with("--admin-listen", "127.0.0.1:0")
            .run();
    assertRefused(answer, CANNOT, "agent-listen");
  }

  @Test
  void openAccessBeyondLoopback_isServedWhenTold() {
    try (SluiceProcess server =
        SluiceProcess.standalone(folder.resolve("data"))
            .with("--listen", "0.0.0.0:0", "--allow-open-access-beyond-loopback")
            .start()) {
      assertThat(CurlAnswer.of("-X", "GET", server.s3() + "/").status()).isEqualTo(200);
    }
  }

  @Test
  void configuration_isCheckedWithAllItsMistakesAtOnce() throws IOException {
    Path good = Files.writeString(folder.resolve("good.yaml"), "durability: os\n");
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "durability: maybe\nlissten: x\n");

    assertThat(sluice("config", "--check", good).exitCode()).isZero();
    Answer answer = sluice("config", "--check", bad);
    assertThat(answer.exitCode()).isEqualTo(CANNOT);
    assertThat(answer.err()).contains("durability", "maybe", "lissten").doesNotContain("\tat ");
    assertThat(answer.err().lines()).hasSize(2);
  }

  @Test
  void configuration_isPrintedWithItsOriginsAndWithoutSecrets() throws IOException {
    Path file = Files.writeString(folder.resolve("sluice.yaml"), "durability: os\n");

    Answer answer =
        OutsideCommand.of(TestProject.launcher(), "config", "--config", file)
            .with("--region", "eu-west-1", "--access-key", "someone")
            .environment("SLUICE_SECRET_KEY", "hush-hush")
            .run()
            .good();

    assertThat(answer.out())
        .contains("durability: os", file.toString(), "region: eu-west-1", "--region")
        .contains("SLUICE_SECRET_KEY")
        .doesNotContain("hush");
  }

  @Test
  void unknownFlag_isNamed() {
    Answer answer = standalone("--no-such-flag");

    assertThat(answer.exitCode()).isEqualTo(USAGE);
    assertThat(answer.err()).contains("--no-such-flag").doesNotContain("\tat ");
  }

  @Test
  void launcher_namesWhatIsMissing() {
    Answer answer =
        OutsideCommand.of(TestProject.launcher(), "version")
            .environment("SLUICE_JAVA_HOME", "/nonexistent")
            .run();

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err()).contains("/nonexistent").contains("25");
  }

  private Answer standalone(Object... more) {
    return OutsideCommand.of(TestProject.launcher(), "standalone")
        .with("--data", folder.resolve("standalone"), "--listen", "127.0.0.1:0")
        .with("--admin-listen", "127.0.0.1:0")
        .with(more)
        .run();
  }

  private static Answer sluice(Object... words) {
    return OutsideCommand.of(TestProject.launcher()).with(words).run();
  }

  private static void assertRefused(Answer answer, int exitCode, String named) {
    assertThat(answer.exitCode()).as(answer.out() + answer.err()).isEqualTo(exitCode);
    assertThat(answer.err()).startsWith("sluice: ").contains(named).doesNotContain("\tat ");
    assertThat(answer.err().lines()).as(answer.err()).hasSize(1);
    assertThat(answer.out()).isEmpty();
  }
}
