package dev.sluice.common.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.config.StartupException;
import dev.sluice.common.metrics.Metrics;
import dev.sluice.testing.Await;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsMaterialTest {
  private final Instant now = Instant.now();

  @TempDir private Path folder;
  private final Metrics metrics = new Metrics();

  @Test
  void changedPair_isUsedFromThenOn() throws Exception {
    write("old", valid());
    try (TlsMaterial material = start("old")) {
      String before = serial(material);
      X509Bundle next = valid();
      write("old", next);
      awaitChange(material, before);
      assertThat(serial(material)).isEqualTo(next.getCertificate().getSerialNumber().toString());
      assertThat(metrics.text()).contains("sluice_s3_tls_refused_changes_total 0.0");
    }
  }

  @Test
  void swappedSymlink_isAChange() throws Exception {
    write("one/cert", valid());
    write("two/cert", valid());
    Path link = folder.resolve("live");
    Files.createSymbolicLink(link, folder.resolve("one"));
    try (TlsMaterial material = start("live/cert")) {
      String before = serial(material);
      Path next = folder.resolve("next");
      Files.createSymbolicLink(next, folder.resolve("two"));
      Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
      awaitChange(material, before);
      assertThat(serial(material)).isNotEqualTo(before);
    }
  }

  /** Certificate and key of two pairs, half a file, an expired one, none at all. */
  @Test
  void brokenChange_isRefusedAndTheOldStays() throws Exception {
    X509Bundle good = valid();
    write("pair", good);
    try (TlsMaterial material = start("pair")) {
      Files.writeString(folder.resolve("pair.key"), valid().getPrivateKeyPEM());
      awaitRefusals(material, 1);
      Files.writeString(folder.resolve("pair.pem"), good.getCertificatePEM().substring(0, 200));
      awaitRefusals(material, 2);
      write("pair", expired());
      awaitRefusals(material, 3);
      Files.delete(folder.resolve("pair.pem"));
      awaitRefusals(material, 4);
      assertThat(serial(material)).isEqualTo(good.getCertificate().getSerialNumber().toString());

      X509Bundle repaired = valid();
      write("pair", repaired);
      awaitChange(material, serial(material));
      assertThat(serial(material))
          .isEqualTo(repaired.getCertificate().getSerialNumber().toString());
    }
  }

  @Test
  void brokenStart_namesTheFile() throws Exception {
    write("pair", valid());
    Files.writeString(folder.resolve("pair.key"), valid().getPrivateKeyPEM());
    assertThatThrownBy(() -> start("pair"))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("pair.pem: its first certificate is not for the key in")
        .hasMessageContaining("pair.key (expected: a pair)");
    assertThatThrownBy(() -> start("absent"))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("absent.pem: no such file or folder");
    Files.writeString(
        folder.resolve("pair.key"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA");
    assertThatThrownBy(() -> start("pair"))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("expected: PKCS #8");
  }

  @Test
  void expiry_isAMetric() throws Exception {
    X509Bundle pair = valid();
    write("pair", pair);
    try (TlsMaterial material = start("pair")) {
      assertThat(material.asksForCertificate()).isFalse();
      double end = pair.getCertificate().getNotAfter().toInstant().getEpochSecond();
      assertThat(metrics.text()).contains("sluice_s3_tls_expiry_timestamp_seconds " + end);
    }
  }

  private TlsMaterial start(String name) {
    TlsFiles files =
        new TlsFiles(
            Optional.of(folder.resolve(name + ".pem")),
            Optional.of(folder.resolve(name + ".key")),
            Optional.empty());
    return TlsMaterial.load(
        "s3", files, TlsMaterial.Peers.CLIENTS, InstantSource.fixed(now), () -> {}, metrics);
  }

  private static void awaitChange(TlsMaterial material, String before) {
    Await.until("serial number", () -> serial(refreshed(material)), now -> !now.equals(before));
  }

  private void awaitRefusals(TlsMaterial material, int count) {
    Await.until(
        "metrics",
        () -> {
          material.refresh();
          return metrics.text();
        },
        text -> text.contains("sluice_s3_tls_refused_changes_total " + count + ".0"));
  }

  private static TlsMaterial refreshed(TlsMaterial material) {
    material.refresh();
    return material;
  }

  private static String serial(TlsMaterial material) {
    X509ExtendedKeyManager keys = (X509ExtendedKeyManager) material.keyManager().orElseThrow();
    String alias = keys.chooseEngineServerAlias("EC", null, null);
    return keys.getCertificateChain(alias)[0].getSerialNumber().toString();
  }

  private void write(String name, X509Bundle pair) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name + ".pem"), pair.getCertificatePathPEM());
    Files.writeString(folder.resolve(name + ".key"), pair.getPrivateKeyPEM());
  }

  private X509Bundle valid() throws Exception {
    return pair(now.plus(Duration.ofDays(1)));
  }

  private X509Bundle expired() throws Exception {
    return pair(now.minus(Duration.ofHours(1)));
  }

  private X509Bundle pair(Instant end) throws Exception {
    return new CertificateBuilder()
        .subject("CN=sluice.test")
        .ecp256()
        .notBefore(now.minus(Duration.ofDays(1)))
        .notAfter(end)
        .setIsCertificateAuthority(true)
        .setKeyUsage(true, CertificateBuilder.KeyUsage.keyCertSign)
        .buildSelfSigned();
  }
}
