package dev.sluice.common.config;

import java.nio.file.Path;
import java.util.Optional;

/** The certificates of a process: those of its HTTP doors, and those between the tiers. */
public record TlsConfig(
    @Setting(
            group = SettingGroup.TLS,
            about =
                "The certificate chain (PEM) with which S3 and the admin port are served over TLS."
                    + " All files of this group are read again when they change.",
            placeholder = "FILE")
        Optional<Path> tlsCertificate,
    @Setting(
            group = SettingGroup.TLS,
            about = "Its private key (PEM, PKCS #8, without a passphrase).",
            placeholder = "FILE")
        Optional<Path> tlsKey,
    @Setting(
            group = SettingGroup.TLS,
            about =
                "Authorities (PEM): clients of S3 and of the admin port must show a certificate"
                    + " that one of them has signed.",
            placeholder = "FILE")
        Optional<Path> tlsClientCa,
    @Setting(
            group = SettingGroup.TLS,
            about = "Whether the admin port speaks TLS as well where S3 does.",
            fallback = "true")
        boolean adminTls,
    @Setting(
            group = SettingGroup.TLS,
            about =
                "The certificate chain (PEM) that an agent presents to callers over TCP, and a"
                    + " frontend to its agents.",
            placeholder = "FILE")
        Optional<Path> agentTlsCertificate,
    @Setting(
            group = SettingGroup.TLS,
            about = "Its private key (PEM, PKCS #8, without a passphrase).",
            placeholder = "FILE")
        Optional<Path> agentTlsKey,
    @Setting(
            group = SettingGroup.TLS,
            about =
                "Authorities (PEM): the certificate of the other tier must be signed by one of"
                    + " them. An agent asks for one only if this is set.",
            placeholder = "FILE")
        Optional<Path> agentTlsCa)
    implements Checked {

  @Override
  public void check(ConfigCheck check) {
    pair(check, "tls-certificate", tlsCertificate, "tls-key", tlsKey);
    pair(check, "agent-tls-certificate", agentTlsCertificate, "agent-tls-key", agentTlsKey);
    check.expect(
        "tls-client-ca",
        tlsClientCa.isEmpty() || tlsCertificate.isPresent(),
        "not set, or tls-certificate set as well",
        "tls-certificate",
        "tls-key");
  }

  private static void pair(
      ConfigCheck check,
      String certificateKey,
      Optional<Path> certificate,
      String privateKeyKey,
      Optional<Path> privateKey) {
    check.expect(
        privateKeyKey,
        certificate.isEmpty() || privateKey.isPresent(),
        "a file, as " + certificateKey + " is set",
        certificateKey);
    check.expect(
        certificateKey,
        privateKey.isEmpty() || certificate.isPresent(),
        "a file, as " + privateKeyKey + " is set",
        privateKeyKey);
  }

  /** Whether both tiers prove themselves to each other by certificates. */
  public boolean isMutualBetweenTiers() {
    return agentTlsCertificate.isPresent() && agentTlsCa.isPresent();
  }
}
