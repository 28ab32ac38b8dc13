package dev.sluice.common.tls;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import dev.sluice.common.config.StartupException;
import dev.sluice.common.config.WatchedFiles;
import dev.sluice.common.metrics.Metric;
import dev.sluice.common.metrics.Metrics;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of one port and the authorities it trusts, read again when a file changes or a
 * symlink leads elsewhere. New connections get what was read last; a set that cannot be used as a
 * whole is refused, with a sentence in the log and a count in the metrics, and the one before
 * stays. Connections that exist are left alone.
 */
public final class TlsMaterial implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TlsMaterial.class);

  /**
   * The lifetime of TLS sessions: within it a client may come back without presenting its
   * certificate again, so removed authorities are refused after it at the latest.
   */
  private static final int SESSION_SECONDS = 300;

  /** The kind of peers, which decides how their certificates are checked. */
  public enum Peers {
    /** It serves: a certificate is enough, whatever name it is for. */
    CLIENTS,
    /** It calls: the certificate has to be for the name that was called. */
    SERVERS
  }

  private final String door;
  private final TlsFiles files;
  private final InstantSource clock;
  private final @Nullable AdvancedTlsX509KeyManager keys;
  private final AdvancedTlsX509TrustManager trust;
  private final AtomicLong refusals = new AtomicLong();
  private final WatchedFiles watch;

  private volatile long expiry;

  private TlsMaterial(
      String door, TlsFiles files, Peers peers, InstantSource clock, WatchedFiles.Pause pause) {
    this.door = door;
    this.files = files;
    this.clock = clock;
    this.watch = new WatchedFiles("certificates", files.all().toList());
    this.keys = files.certificate().isPresent() ? new AdvancedTlsX509KeyManager() : null;
    try {
      this.trust =
          AdvancedTlsX509TrustManager.newBuilder()
              .setVerification(
                  switch (peers) {
                    case CLIENTS ->
                        AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION;
                    case SERVERS ->
                        AdvancedTlsX509TrustManager.Verification
                            .CERTIFICATE_AND_HOST_NAME_VERIFICATION;
                  })
              .build();
      if (peers == Peers.SERVERS && files.authorities().isEmpty()) {
        trust.useSystemDefaultTrustCerts();
      }
      install(watch.readAtRest(clock, pause, this::read));
    } catch (PemFiles.Unusable e) {
      watch.close();
      throw new StartupException("TLS cannot be used: " + e.getMessage(), e);
    } catch (GeneralSecurityException | IOException e) {
      watch.close();
      throw new StartupException("TLS cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * Reads the files and goes on looking after them until it is closed.
   *
   * @param door names it in log and metrics: {@code s3} gives {@code
   *     sluice_s3_tls_expiry_timestamp_seconds}
   * @throws StartupException says which file cannot be used and why
   */
  public static TlsMaterial start(
      String door, TlsFiles files, Peers peers, InstantSource clock, Metrics metrics) {
    TlsMaterial material = load(door, files, peers, clock, WatchedFiles.Pause.REAL, metrics);
    material.watch.start(material::refresh);
    return material;
  }

  /** The same, but it checks the files only on request. */
  static TlsMaterial load(
      String door,
      TlsFiles files,
      Peers peers,
      InstantSource clock,
      WatchedFiles.Pause pause,
      Metrics metrics) {
    TlsMaterial material = new TlsMaterial(door, files, peers, clock, pause);
    metrics.add(
        Metric.counter(
            "sluice_" + door + "_tls_refused_changes_total",
            "Changed certificate files that could not be used.",
            material.refusals::get));
    metrics.add(
        Metric.gauge(
            "sluice_" + door + "_tls_expiry_timestamp_seconds",
            "When the certificate in force ends.",
            () -> material.expiry));
    return material;
  }

  /** Whether the other side has to show a certificate. */
  public boolean asksForCertificate() {
    return files.authorities().isPresent();
  }

  /** The key manager; empty for a client without a certificate. */
  public Optional<KeyManager> keyManager() {
    return Optional.ofNullable(keys);
  }

  /** The trusted authorities. */
  public TrustManager trustManager() {
    return trust;
  }

  /** Both, as the JDK's servers want them. */
  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          keyManager().stream().toArray(KeyManager[]::new), new TrustManager[] {trust}, null);
      context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /** The same for the JDK's HTTP server. */
  public HttpsConfigurator configurator() {
    return new HttpsConfigurator(context()) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
        wanted.setNeedClientAuth(asksForCertificate());
        parameters.setSSLParameters(wanted);
      }
    };
  }

  /**
   * Reads the files if one of them is another than before, once all of them have stood still for a
   * whole look: certificate and key are seldom replaced in one step.
   */
  synchronized void refresh() {
    if (!watch.settledAnew()) {
      return;
    }
    try {
      Content content = read();
      if (!watch.areAsRead()) {
        return; // a later look takes what is written meanwhile
      }
      requireValid(content);
      install(content);
      LOG.info("certificates of {} read again from {}", door, files);
    } catch (PemFiles.Unusable | GeneralSecurityException | IOException e) {
      refusals.incrementAndGet();
      LOG.error(
          "the changed certificates of {} are refused: {}; those read before stay in force",
          door,
          e.getMessage());
    }
  }

  /** Looks after the files no longer. */
  @Override
  public void close() {
    watch.close();
  }

  /** All that the files hold, found to fit together; empty where there is no such file. */
  private record Content(
      List<X509Certificate> chain, @Nullable PrivateKey key, List<X509Certificate> authorities) {}

  private Content read() throws PemFiles.Unusable {
    List<X509Certificate> chain = List.of();
    PrivateKey key = null;
    if (files.certificate().isPresent() && files.key().isPresent()) {
      Path certificateFile = files.certificate().get();
      chain = PemFiles.certificates(certificateFile);
      key = PemFiles.key(files.key().get());
      if (!PemFiles.belongTogether(key, chain.getFirst())) {
        throw new PemFiles.Unusable(
            certificateFile,
            "its first certificate is not for the key in "
                + files.key().get()
                + " (expected: a pair)");
      }
    }
    List<X509Certificate> authorities = List.of();
    if (files.authorities().isPresent()) {
      authorities = PemFiles.certificates(files.authorities().get());
    }
    return new Content(chain, key, authorities);
  }

  /** An expired certificate does not take the place of one that may still be good. */
  private void requireValid(Content content) throws PemFiles.Unusable {
    if (!content.chain().isEmpty() && expiryOf(content.chain()).isBefore(clock.instant())) {
      throw new PemFiles.Unusable(
          files.certificate().orElseThrow(),
          "it expired at " + expiryOf(content.chain()) + " (expected: an unexpired certificate)");
    }
  }

  private void install(Content content) throws GeneralSecurityException, IOException {
    if (!content.authorities().isEmpty()) {
      trust.updateTrustCredentials(content.authorities().toArray(X509Certificate[]::new));
    }
    if (content.key() == null || keys == null) {
      return;
    }
    keys.updateIdentityCredentials(content.chain().toArray(X509Certificate[]::new), content.key());
    Instant end = expiryOf(content.chain());
    expiry = end.getEpochSecond();
    if (end.isBefore(clock.instant())) {
      LOG.warn("the certificate of {} has expired at {}: clients will refuse it", door, end);
    }
  }

  private static Instant expiryOf(List<X509Certificate> chain) {
    return chain.getFirst().getNotAfter().toInstant();
  }
}
