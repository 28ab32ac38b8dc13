package dev.sluice.integration;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** A certificate authority for one test: made anew each time, so that nothing of it is kept. */
public final class TestAuthority {

  private final Instant now = Instant.now();

  private final Path folder;
  private final X509Bundle root;

  /** A new one, with its certificate in the folder. */
  public TestAuthority(Path folder, String name) {
    this.folder = folder;
    try {
      root =
          new CertificateBuilder()
              .subject("CN=" + name)
              .ecp256()
              .notBefore(now.minus(Duration.ofDays(2)))
              .notAfter(now.plus(Duration.ofDays(2)))
              .setIsCertificateAuthority(true)
              .setKeyUsage(true, CertificateBuilder.KeyUsage.keyCertSign)
              .buildSelfSigned();
      Files.createDirectories(folder);
      Files.writeString(certificate(), root.getCertificatePEM());
    } catch (Exception e) {
      throw new IllegalStateException("no certificates can be made", e);
    }
  }

  /** A certificate and its key. */
  public record Pair(Path certificate, Path key, X509Bundle content) {}

  /** What others have to trust. */
  public Path certificate() {
    return folder.resolve("authority.pem");
  }

  /** For this machine by name and by address, to serve and to call. */
  public Pair good(String name) {
    return pair(
        name,
        builder ->
            builder
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .addExtendedKeyUsageServerAuth()
                .addExtendedKeyUsageClientAuth());
  }

  /** Whatever else. */
  Pair pair(String name, UnaryOperator<CertificateBuilder> wish) {
    try {
      CertificateBuilder builder =
          new CertificateBuilder()
              .subject("CN=" + name)
              .ecp256()
              .notBefore(now.minus(Duration.ofDays(2)))
              .notAfter(now.plus(Duration.ofDays(1)));
      X509Bundle content = wish.apply(builder).buildIssuedBy(root);
      Pair pair = new Pair(folder.resolve(name + ".pem"), folder.resolve(name + ".key"), content);
      Files.writeString(pair.certificate(), content.getCertificatePathPEM());
      Files.writeString(pair.key(), content.getPrivateKeyPEM());
      return pair;
    } catch (Exception e) {
      throw new IllegalStateException("no certificates can be made", e);
    }
  }

  /** As {@link #good}, but its time is over. */
  Pair expired(String name) {
    return pair(
        name,
        builder ->
            builder
                .addSanIpAddress("127.0.0.1")
                .addExtendedKeyUsageServerAuth()
                .addExtendedKeyUsageClientAuth()
                .notAfter(now.minus(Duration.ofHours(1))));
  }
}
