package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.OutsideCommand.Answer;
import dev.sluice.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark as a process against another: as short as its workloads can be. */
@Timeout(600)
class BenchProcessTest {
  private static final int SIGINT_EXIT = 130;
  private static final int UNREACHABLE_EXIT = 3;
  private static final String JAVA_OPTIONS = "-Xmx128m -XX:TieredStopAtLevel=1";

  @TempDir private Path folder;

  @Test
  void everyWorkload_leavesNothingWithKeysAndWithout() {
    for (boolean keys : List.of(false, true)) {
      SluiceProcess.Starter starter = SluiceProcess.standalone(data());
      if (keys) {
        starter.environment("SLUICE_ACCESS_KEY", "bench-key");
        starter.environment("SLUICE_SECRET_KEY", "bench-secret");
      }
      try (SluiceProcess server = starter.start()) {
        for (String workload :
            List.of("put", "get", "head", "delete", "list", "mixed", "multipart", "race")) {
          OutsideCommand bench = bench(server, workload).with("--operations", "4");
          if (keys) {
            bench.environment("AWS_ACCESS_KEY_ID", "bench-key");
            bench.environment("AWS_SECRET_ACCESS_KEY", "bench-secret");
          }
          Answer answer = bench.run().good();

          assertThat(answer.out()).contains("us of CPU a request").doesNotContain("failed (");
          assertThat(data().resolve("sluice-bench")).doesNotExist();
        }
      }
    }
  }

  @Test
  void https_isTrustedOnlyWithItsAuthorityOrInsecurely() throws Exception {
    TestAuthority authority = new TestAuthority(folder.resolve("pki"), "Ours");
    TestAuthority.Pair pair = authority.good("server");
    try (SluiceProcess server =
        SluiceProcess.standalone(data())
            .with("--tls-certificate", pair.certificate(), "--tls-key", pair.key())
            .announced()) {
      assertThat(server.s3().getScheme()).isEqualTo("https");

      Answer unknown = bench(server, "mixed").with("--operations", "4").run();
      assertThat(unknown.exitCode()).isEqualTo(UNREACHABLE_EXIT);
      assertThat(unknown.err()).contains("TLS with " + server.s3());

      Answer insecure = bench(server, "mixed").with("--operations", "4", "--insecure").run().good();
      assertThat(insecure.out()).doesNotContain("failed (");

      Answer trusted =
          bench(server, "mixed")
              .with("--operations", "4")
              .environment("SLUICE_JAVA_OPTS", JAVA_OPTIONS + trusting(authority))
              .run()
              .good();
      assertThat(trusted.out()).doesNotContain("failed (");
    }
  }

  /** The options of a JVM that trusts this authority alone. */
  private String trusting(TestAuthority authority) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream certificate = Files.newInputStream(authority.certificate())) {
      store.setCertificateEntry(
          "ours", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
    }
    Path file = folder.resolve("trusted.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "changeit".toCharArray());
    }
    return " -Djavax.net.ssl.trustStore=" + file + " -Djavax.net.ssl.trustStorePassword=changeit";
  }

  @Test
  void interrupted_removesWhatItWrote() throws Exception {
    try (SluiceProcess server = SluiceProcess.standalone(data()).start()) {
      ProcessBuilder builder =
          new ProcessBuilder(
              // Whoever runs the tests in the background may have left SIGINT ignored.
              "env",
              "--default-signal=INT",
              TestProject.launcher().toString(),
              "bench",
              "put",
              "--endpoint",
              server.s3().toString(),
              "--duration",
              "10m",
              "--warm-up",
              "0s");
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      Process bench = builder.start();
      try {
        var _ = Await.until("objects", this::objects, number -> number > 0);
        OutsideCommand.signal("INT", bench.pid());

        assertThat(bench.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(bench.exitValue()).isEqualTo(SIGINT_EXIT);
        assertThat(data().resolve("sluice-bench")).doesNotExist();
      } finally {
        bench.destroyForcibly();
      }
    }
  }

  private long objects() {
    try (Stream<Path> files = Files.walk(data().resolve("sluice-bench"))) {
      return files.filter(Files::isRegularFile).count();
    } catch (IOException | UncheckedIOException e) {
      // The bucket is not there yet, or changes while it is walked.
      return 0;
    }
  }

  private static OutsideCommand bench(SluiceProcess server, String workload) {
    return OutsideCommand.of(TestProject.launcher(), "bench", workload)
        .with("--endpoint", server.s3(), "--clients", "2", "--warm-up", "0s", "--objects", "8")
        .with("--page", "3")
        .environment("SLUICE_JAVA_OPTS", JAVA_OPTIONS);
  }

  private Path data() {
    return folder.resolve("data");
  }
}
