package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that may not use {@code /tmp} as it likes. */
@Timeout(300)
class SystemdUnitTest {
  private Path folder;

  /** Not below /tmp, which is taken away. */
  @BeforeEach
  void folderElsewhere() throws IOException {
    Path target = TestProject.directory().resolve("integration-tests/target");
    folder = Files.createTempDirectory(Files.createDirectories(target), "unit-");
  }

  @AfterEach
  void remove() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** All of the machine is read-only to it, /tmp as well. */
  @Test
  void printedUnit_serves() throws IOException {
    servesAsPrinted("if touch /tmp/sluice-unit-test 2>/dev/null; then exit 1; fi");
  }

  @Test
  void printedUnit_servesWhereNothingInTmpIsExecuted() throws IOException {
    // The project itself may lie below /tmp.
    servesAsPrinted(
        """
        mount --rbind '%1$s' /mnt
        mount -t tmpfs -o noexec tmpfs /tmp
        mkdir -p '%1$s'
        mount --rbind /mnt '%1$s'
        """
            .formatted(TestProject.directory()));
  }

  private void servesAsPrinted(String more) throws IOException {
    Assumptions.assumeTrue(
        OutsideCommand.of("unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/tmp")
                .run()
                .exitCode()
            == 0,
        "mount namespaces are not allowed here");
    Path data = Files.createDirectory(folder.resolve("data"));
    Path settings =
        Files.writeString(
            folder.resolve("sluice.yaml"),
            """
            data: %s
            listen: 127.0.0.1:0
            admin-listen: 127.0.0.1:0
            maximum-connections: 1000 # whatever LimitNOFILE this machine allows
            """
                .formatted(data));
    List<Object> command =
        SystemdUnit.printed()
            .command(
                Map.of(
                    "/opt/sluice", TestProject.directory(),
                    "/etc/sluice.yaml", settings,
                    "/srv/objects", data),
                more);
    try (SluiceProcess sluice = SluiceProcess.by(command.toArray()).start()) {
      putsAndGets(sluice);
      OutsideCommand.of(TestProject.launcher(), "ls", "--root", data).run().good();
      assertThat(sluice.stderr()).doesNotContain("WARN", "ERROR", "\tat ");
    }
  }

  /** A build that was taken apart, on a machine that lets nothing be unpacked. */
  @Test
  void withoutTheNativeLibrary_everythingButTheSocketGoesOn() throws IOException {
    String nowhere = "-Djava.library.path=/nonexistent -Dio.netty.native.workdir=/proc";
    try (SluiceProcess sluice =
        SluiceProcess.standalone(folder.resolve("data"))
            .with("--maximum-connections", "1000")
            .javaOptions(nowhere)
            .start()) {
      putsAndGets(sluice);
      assertThat(sluice.stdout()).doesNotContain("socket:");
      assertThat(sluice.stderr().lines().filter(line -> line.contains("WARN")))
          .singleElement()
          .asString()
          .contains("agent.sock", "netty_transport_native_epoll");
      assertThat(sluice.stderr()).doesNotContain("\tat ");

      OutsideCommand.Answer tool =
          OutsideCommand.of(TestProject.launcher(), "ls", "--root", folder.resolve("data"))
              .environment("SLUICE_JAVA_OPTS", nowhere)
              .run();
      assertThat(tool.exitCode()).isNotZero();
      assertThat(tool.err()).startsWith("sluice: ").hasLineCount(1);
    }
  }

  private static void putsAndGets(SluiceProcess sluice) {
    assertThat(CurlAnswer.of("-X", "PUT", sluice.s3() + "/bucket").status()).isEqualTo(200);
    assertThat(CurlAnswer.of("-X", "PUT", "-d", "text", sluice.s3() + "/bucket/key").status())
        .isEqualTo(200);
    assertThat(CurlAnswer.of("-X", "GET", sluice.s3() + "/bucket/key").body()).isEqualTo("text");
  }
}
