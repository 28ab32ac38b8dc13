package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client that sends all of a body before it reads gets the answer that was there long before (RFC
 * 9112 section 9.6), from the agent's refusal to the last byte of its document.
 */
@Timeout(300)
class StagedCloseTest {
  private static final String PLAIN = "plain";
  private static final int BODY_BYTES = 64 << 20;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, "TLSv1.2", "TLSv1.3"})
  void refusalWhileTheClientSends_isReadWhole(String protocol) throws Exception {
    TestAuthority authority = new TestAuthority(folder.resolve("pki"), "Ours");
    TestAuthority.Pair pair = authority.good("first");
    Map<String, String> settings =
        protocol.equals(PLAIN)
            ? Map.of()
            : Map.of(
                "tls-certificate", pair.certificate().toString(), "tls-key", pair.key().toString());
    try (HostileServer server = new HostileServer(folder.resolve("data"), settings)) {
      for (String made : new String[] {"/bucket", "/bucket/key"}) {
        try (Socket client = connect(protocol, server, authority)) {
          send(client, made, "Connection: close\r\n", 0);
          assertThat(read(client)).startsWith("HTTP/1.1 200 ");
        }
      }
      try (Socket client = connect(protocol, server, authority)) {
        send(client, "/bucket/key", "If-None-Match: *\r\n", BODY_BYTES);

        assertThat(read(client))
            .startsWith("HTTP/1.1 412 ")
            .contains("\r\nConnection: close\r\n", "<Code>PreconditionFailed</Code>")
            .endsWith("</Error>");
      }
    }
  }

  private static Socket connect(String protocol, HostileServer server, TestAuthority authority)
      throws IOException, GeneralSecurityException {
    InetAddress here = InetAddress.getLoopbackAddress();
    if (protocol.equals(PLAIN)) {
      return new Socket(here, server.port());
    }
    SSLSocket socket =
        (SSLSocket) trusting(authority).getSocketFactory().createSocket(here, server.port());
    socket.setEnabledProtocols(new String[] {protocol});
    return socket;
  }

  private static SSLContext trusting(TestAuthority authority)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream certificate = Files.newInputStream(authority.certificate())) {
      trusted.setCertificateEntry(
          "ours", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static void send(Socket client, String target, String headers, int bodyBytes)
      throws IOException {
    OutputStream out = client.getOutputStream();
    String head =
        "PUT %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(target, headers, bodyBytes);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    byte[] piece = new byte[64 << 10];
    for (int sent = 0; sent < bodyBytes; sent += piece.length) {
      out.write(piece);
    }
    out.flush();
  }

  private static String read(Socket client) throws IOException {
    return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
