package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import dev.sluice.testing.FakeDns;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;

/** Placement shared: several agents that only read one folder, behind one frontend. */
@Timeout(180)
class SharedReadingTest {
  private static final int OBJECTS = 20;
  private static final int LARGE = 64 << 20;
  private static final String TOKEN = "a token of thirty-two characters";

  @TempDir private Path folder;

  private @Nullable TestAuthority authority;

  private SluiceProcess.Starter reader(Path data, String name) {
    return SluiceProcess.agent(data).with("--read-only", "true", "--state", folder.resolve(name));
  }

  private Path pictures() throws IOException {
    Path data = folder.resolve("data");
    for (int i = 0; i < OBJECTS; i++) {
      Path day = Files.createDirectories(data.resolve("photos/day-" + i));
      Files.writeString(day.resolve("picture"), "picture " + i);
    }
    return data;
  }

  private static void readAll(S3Client s3) {
    assertThat(s3.listBuckets().buckets()).extracting(Bucket::name).containsExactly("photos");
    for (int i = 0; i < OBJECTS; i++) {
      String key = "day-" + i + "/picture";
      assertThat(s3.getObjectAsBytes(request -> request.bucket("photos").key(key)).asUtf8String())
          .isEqualTo("picture " + i);
    }
  }

  private static boolean answersAll(S3Client s3) {
    try {
      readAll(s3);
      return true;
    } catch (SdkException e) {
      return false;
    }
  }

  @Test
  void folderThatIsOnlyRead_isServedByWhicheverAgentIsThere() throws Exception {
    Path data = pictures();
    try (SluiceProcess one = reader(data, "one").start();
        SluiceProcess two = reader(data, "two").start();
        SluiceProcess frontend =
            SluiceProcess.frontend("unix:" + one.socket() + ",unix:" + two.socket())
                .with("--placement", "shared")
                .start();
        S3Client s3 = S3Clients.pathStyle(frontend.s3())) {
      readAll(s3);

      one.kill();
      Await.until("the other agent takes over", () -> answersAll(s3));
    }
  }

  private SluiceProcess.Starter reader(Path data, String host, int port) {
    return SluiceProcess.by(TestProject.launcher(), "agent")
        .with("--agent-listen", host + ":" + port, "--admin-listen", "127.0.0.1:0")
        .with("--data", data, "--read-only", "true", "--state", folder.resolve(host))
        .environment("SLUICE_TOKEN", TOKEN);
  }

  /** Each of the two has the same port at an address of its own, as agents on two machines have. */
  @Test
  void agentsOfAName_comeAndGoWithoutARestart() throws Exception {
    Path data = pictures();
    byte[] large = new byte[LARGE];
    new Random(1).nextBytes(large);
    Files.write(data.resolve("photos/large"), large);
    int port = FreePort.next();
    try (FakeDns dns = new FakeDns();
        SluiceProcess one = reader(data, "127.0.0.2", port).start()) {
      dns.host("agents.test", "127.0.0.2");
      try (SluiceProcess frontend =
              SluiceProcess.frontend("dns:agents.test:" + port)
                  .with("--placement", "shared", "--agent-dns-server", dns.address())
                  .with("--allow-plaintext-agents-beyond-loopback", "true")
                  .environment("SLUICE_TOKEN", TOKEN)
                  .start();
          S3Client s3 = S3Clients.pathStyle(frontend.s3())) {
        readAll(s3);
        try (SluiceProcess two = reader(data, "127.0.0.3", port).start();
            InputStream under = s3.getObject(request -> request.bucket("photos").key("large"))) {
          byte[] first = under.readNBytes(1);
          dns.host("agents.test", "127.0.0.3");
          Await.until(
              "the frontend uses the other agent",
              () ->
                  frontend
                      .stdout()
                      .concat(frontend.stderr())
                      .contains("127.0.0.2:" + port + " of agents.test is gone"));
          readAll(s3);

          assertThat(first).isEqualTo(Arrays.copyOf(large, 1));
          assertThat(under.readAllBytes()).isEqualTo(Arrays.copyOfRange(large, 1, LARGE));
          one.kill();
          readAll(s3);
          assertThat(two.isAlive()).isTrue();
        }
      }
    }
  }

  private SluiceProcess.Starter tlsReader(Path data, String host, int port, String name) {
    TestAuthority.Pair pair =
        authority().pair(host, it -> it.addSanDnsName(name).addExtendedKeyUsageServerAuth());
    return reader(data, host, port)
        .with("--agent-tls-certificate", pair.certificate(), "--agent-tls-key", pair.key());
  }

  /** One for each test, made when it is first asked for. */
  private TestAuthority authority() {
    if (authority == null) {
      authority = new TestAuthority(folder.resolve("tls"), "Agents");
    }
    return authority;
  }

  private SluiceProcess.Starter tlsFrontend(FakeDns dns, String agents) {
    return SluiceProcess.frontend(agents)
        .with("--placement", "shared", "--agent-dns-server", dns.address())
        .with("--agent-tls-ca", authority().certificate())
        .environment("SLUICE_TOKEN", TOKEN);
  }

  /** Both have a certificate of the name, and none of their addresses. */
  @Test
  void agentsOfAHost_proveItsName() throws Exception {
    Path data = pictures();
    int port = FreePort.next();
    try (FakeDns dns = new FakeDns();
        SluiceProcess one = tlsReader(data, "127.0.0.2", port, "agents.test").start();
        SluiceProcess two = tlsReader(data, "127.0.0.3", port, "agents.test").start()) {
      dns.host("agents.test", "127.0.0.2", "127.0.0.3");
      try (SluiceProcess frontend = tlsFrontend(dns, "dns:agents.test:" + port).start();
          S3Client s3 = S3Clients.pathStyle(frontend.s3())) {
        readAll(s3);

        one.kill();
        Await.until("the other agent takes over", () -> answersAll(s3));
        assertThat(two.isAlive()).isTrue();
      }
    }
  }

  /** Each of a service has the name of its own host, which is that of its record. */
  @Test
  void agentsOfAService_proveTheirHosts() throws Exception {
    Path data = pictures();
    int port = FreePort.next();
    try (FakeDns dns = new FakeDns();
        SluiceProcess one = tlsReader(data, "127.0.0.2", port, "one.test").start();
        SluiceProcess two = tlsReader(data, "127.0.0.3", port, "two.test").start()) {
      dns.host("one.test", "127.0.0.2");
      dns.host("two.test", "127.0.0.3");
      dns.service("_grpc._tcp.agents.test", port, "one.test", "two.test");
      try (SluiceProcess frontend = tlsFrontend(dns, "srv:_grpc._tcp.agents.test").start();
          S3Client s3 = S3Clients.pathStyle(frontend.s3())) {
        readAll(s3);

        one.kill();
        Await.until("the other agent takes over", () -> answersAll(s3));
        assertThat(two.isAlive()).isTrue();
      }
    }
  }

  /** Whoever answers at an address that DNS has given is no agent by that. */
  @Test
  void agentOfAnotherName_isNotUsed() throws Exception {
    Path data = pictures();
    int port = FreePort.next();
    try (FakeDns dns = new FakeDns();
        SluiceProcess foreign = tlsReader(data, "127.0.0.2", port, "other.test").start()) {
      dns.host("agents.test", "127.0.0.2");
      try (SluiceProcess frontend = tlsFrontend(dns, "dns:agents.test:" + port).announced();
          S3Client s3 = S3Clients.pathStyle(frontend.s3())) {
        frontend.awaitReadiness(503);
        assertThat(answersAll(s3)).isFalse();

        try (SluiceProcess right = tlsReader(data, "127.0.0.3", port, "agents.test").start()) {
          dns.host("agents.test", "127.0.0.2", "127.0.0.3");
          frontend.awaitReady();
          readAll(s3);
          assertThat(right.isAlive()).isTrue();
        }
        Await.until("no agent of the name is left", () -> !answersAll(s3));
        assertThat(foreign.isAlive()).isTrue();
      }
    }
  }

  /** No reader sees that an agent stands still, though none repeats its request. */
  @Test
  void agentThatStandsStill_costsReadersNoError() throws Exception {
    Path data = pictures();
    try (SluiceProcess one = reader(data, "one").start();
        SluiceProcess two = reader(data, "two").start();
        SluiceProcess frontend =
            SluiceProcess.frontend("unix:" + one.socket() + ",unix:" + two.socket())
                .with("--placement", "shared")
                .start();
        HostileClient client = new HostileClient(frontend.s3().getPort())) {
      OutsideCommand.signal("STOP", one.pid());
      for (int i = 0; i < OBJECTS; i++) {
        client.send("GET /photos/day-" + i + "/picture HTTP/1.1\r\nHost: localhost\r\n\r\n");
        HostileClient.Answer answer = client.answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("picture " + i);
      }
      OutsideCommand.signal("CONT", one.pid());
    }
  }

  @Test
  void storageOfOneAgent_isRefusedByTheNameOfTheSetting() {
    try (SluiceProcess agent = SluiceProcess.agent(folder.resolve("own")).start();
        SluiceProcess frontend =
            SluiceProcess.frontend("unix:" + agent.socket())
                .with("--placement", "shared")
                .launch()) {
      assertThat(frontend.exitCode()).isEqualTo(1);
      assertThat(frontend.stderr())
          .contains("placement: shared (expected: bucket; its storage (local)");
    }
  }
}
