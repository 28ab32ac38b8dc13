package dev.sluice.common.tls;

import dev.sluice.common.config.TlsConfig;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The certificate of one port and the authorities it trusts, as PEM files.
 *
 * @param certificate the chain, its own first
 * @param key of the first certificate; there if and only if the certificate is
 * @param authorities who may have signed the other side's certificate
 */
public record TlsFiles(Optional<Path> certificate, Optional<Path> key, Optional<Path> authorities) {

  /** Those of the HTTP doors; empty where they do not speak TLS. */
  public static Optional<TlsFiles> ofHttp(TlsConfig config) {
    return Optional.of(new TlsFiles(config.tlsCertificate(), config.tlsKey(), config.tlsClientCa()))
        .filter(files -> files.certificate.isPresent());
  }

  /** Those between the tiers; empty where these do not speak TLS. */
  public static Optional<TlsFiles> ofAgents(TlsConfig config) {
    return Optional.of(
            new TlsFiles(config.agentTlsCertificate(), config.agentTlsKey(), config.agentTlsCa()))
        .filter(files -> files.certificate.isPresent() || files.authorities.isPresent());
  }

  Stream<Path> all() {
    return Stream.of(certificate, key, authorities).flatMap(Optional::stream);
  }

  @Override
  public String toString() {
    return String.join(", ", all().map(Objects::toString).toList());
  }
}
