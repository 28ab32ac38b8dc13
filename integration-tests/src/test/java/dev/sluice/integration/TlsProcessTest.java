package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Real processes behind TLS, and the clients that people use. */
@Timeout(180)
class TlsProcessTest {
  @TempDir private Path folder;

  @Test
  void standalone_servesClientsOverTlsAndTakesANewCertificate() throws Exception {
    TestAuthority authority = new TestAuthority(folder.resolve("pki"), "Ours");
    TestAuthority.Pair first = authority.good("first");
    TestAuthority.Pair second = authority.good("second");
    Path live = folder.resolve("live");
    Files.createDirectory(live);
    link(live.resolve("certificate"), first.certificate());
    link(live.resolve("key"), first.key());
    try (SluiceProcess sluice =
        SluiceProcess.standalone(folder.resolve("data"))
            .with("--tls-certificate", live.resolve("certificate"))
            .with("--tls-key", live.resolve("key"))
            .announced()) {
      assertThat(sluice.s3().getScheme()).isEqualTo("https");
      withCurl(sluice, authority);
      withJavaSdk(sluice, first);
      refusesPlainHttp(sluice.s3());
      assertThat(shown(sluice.s3())).isEqualTo(first.content().getCertificate());

      link(live.resolve("certificate"), second.certificate());
      link(live.resolve("key"), second.key());
      awaitShown(sluice.s3(), second);
      awaitShown(sluice.admin("/readyz"), second);
      withCurl(sluice, authority);
    }
  }

  @Test
  void boto3_speaksTls() {
    Path python = OutsideClients.python();
    TestAuthority authority = new TestAuthority(folder.resolve("pki"), "Ours");
    TestAuthority.Pair pair = authority.good("first");
    try (SluiceProcess sluice =
        SluiceProcess.standalone(folder.resolve("data"))
            .with("--tls-certificate", pair.certificate(), "--tls-key", pair.key())
            .announced()) {
      String script =
          """
          import boto3, sys
          s3 = boto3.client('s3', endpoint_url=sys.argv[1], verify=sys.argv[2],
              aws_access_key_id='any', aws_secret_access_key='any', region_name='us-east-1')
          s3.create_bucket(Bucket='python')
          s3.put_object(Bucket='python', Key='key', Body=b'x' * 100000)
          assert s3.get_object(Bucket='python', Key='key')['Body'].read() == b'x' * 100000
          """;
      OutsideCommand.of(python, "-c", script, sluice.s3(), authority.certificate()).run().good();
    }
  }

  /** Nothing but certificates lets the frontend in; clients have to show one as well. */
  @Test
  void tiers_proveThemselvesToEachOther() throws Exception {
    TestAuthority authority = new TestAuthority(folder.resolve("pki"), "Between the tiers");
    TestAuthority.Pair pair = authority.good("agent");
    TestAuthority.Pair caller = authority.good("frontend");
    try (SluiceProcess agent =
            SluiceProcess.agent(folder.resolve("data"))
                .with("--agent-tls-certificate", pair.certificate(), "--agent-tls-key", pair.key())
                .with("--agent-tls-ca", authority.certificate())
                .announced();
        SluiceProcess frontend =
            SluiceProcess.frontend(agent.agentAddress())
                .with("--agent-tls-certificate", caller.certificate())
                .with("--agent-tls-key", caller.key())
                .with("--agent-tls-ca", authority.certificate())
                .with("--tls-certificate", caller.certificate(), "--tls-key", caller.key())
                .with("--tls-client-ca", authority.certificate())
                .with("--admin-tls", "false")
                .start()) {
      CurlAnswer made =
          CurlAnswer.of(
              "--cacert",
              authority.certificate(),
              "--cert",
              caller.certificate(),
              "--key",
              caller.key(),
              "-X",
              "PUT",
              frontend.s3() + "/bucket");
      assertThat(made.status()).isEqualTo(200);
      OutsideCommand.Answer without =
          OutsideCommand.of(
                  OutsideClients.curl(),
                  "-s",
                  "-S",
                  "--cacert",
                  authority.certificate(),
                  frontend.s3() + "/bucket")
              .run();
      assertThat(without.exitCode()).as("curl without a certificate").isNotZero();
    }
  }

  private static void withCurl(SluiceProcess sluice, TestAuthority authority) {
    Path trusted = authority.certificate();
    CurlAnswer.of("--cacert", trusted, "-X", "PUT", sluice.s3() + "/bucket");
    CurlAnswer put =
        CurlAnswer.of("--cacert", trusted, "-X", "PUT", "-d", "text", sluice.s3() + "/bucket/key");
    assertThat(put.status()).isEqualTo(200);
    CurlAnswer got = CurlAnswer.of("--cacert", trusted, sluice.s3() + "/bucket/key");
    assertThat(got.body()).isEqualTo("text");
    assertThat(CurlAnswer.of("--cacert", trusted, sluice.admin("/readyz")).status()).isEqualTo(200);
  }

  private static void withJavaSdk(SluiceProcess sluice, TestAuthority.Pair pair)
      throws IOException {
    byte[] bytes = new byte[300_000];
    try (S3Client client =
        S3Clients.builder(sluice.s3())
            .forcePathStyle(true)
            .httpClientBuilder(
                ApacheHttpClient.builder()
                    .tlsTrustManagersProvider(
                        () -> new TrustManager[] {pair.content().toTrustManager()}))
            .build()) {
      client.putObject(
          request -> request.bucket("bucket").key("java"), RequestBody.fromBytes(bytes));
      assertThat(client.getObject(request -> request.bucket("bucket").key("java")).readAllBytes())
          .isEqualTo(bytes);
    }
  }

  /** As if by mistake: the connection ends, and the server goes on. */
  private static void refusesPlainHttp(URI server) throws IOException {
    try (RawHttp http = RawHttp.send(server, "GET", "/", -1)) {
      assertThat(http.status()).isZero();
    }
  }

  /** A step of its own for each file, as people do it. */
  private static void link(Path link, Path target) throws IOException {
    Path fresh = link.resolveSibling(link.getFileName() + ".new");
    Files.createSymbolicLink(fresh, target);
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void awaitShown(URI server, TestAuthority.Pair pair) throws Exception {
    var _ =
        Await.until("certificate", () -> shown(server), pair.content().getCertificate()::equals);
  }

  private static X509Certificate shown(URI server) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(server.getHost(), server.getPort())) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  /** To see what a server shows. */
  private static final class TrustsAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
