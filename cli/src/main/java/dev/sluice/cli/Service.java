package dev.sluice.cli;

import dev.sluice.common.config.AllowedHosts;
import dev.sluice.common.config.HostPort;
import dev.sluice.common.config.ProcessConfig;
import dev.sluice.common.metrics.AdminServer;
import dev.sluice.common.metrics.Metrics;
import dev.sluice.common.metrics.Readiness;
import dev.sluice.common.metrics.TierServer;
import dev.sluice.common.tls.TlsFiles;
import dev.sluice.common.tls.TlsMaterial;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running process: its admin port and the tiers in it. */
final class Service {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  /** The tiers, the first to be started first. */
  private final List<TierServer> servers = new CopyOnWriteArrayList<>();

  private final List<Closeable> resources = new CopyOnWriteArrayList<>();
  private final List<Runnable> logs = new CopyOnWriteArrayList<>();
  private final Metrics metrics = new Metrics();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Optional<TlsMaterial> adminTls;
  private final AdminServer admin;
  private final Duration drainTimeout;
  private volatile boolean started;
  private volatile boolean stopping;

  /**
   * A process, at first without tiers.
   *
   * @param adminHosts by which its admin port may be addressed
   * @throws dev.sluice.common.config.StartupException if the admin port cannot be had, or not with
   *     the certificates of the configuration
   */
  Service(HostPort adminListen, AllowedHosts adminHosts, ProcessConfig process) {
    this.drainTimeout = process.drainTimeout();
    this.adminTls =
        TlsFiles.ofHttp(process.tls())
            .filter(_ -> process.tls().adminTls())
            .map(
                files ->
                    TlsMaterial.start(
                        "admin",
                        files,
                        TlsMaterial.Peers.CLIENTS,
                        InstantSource.system(),
                        metrics));
    this.admin =
        AdminServer.start(
            adminListen,
            adminHosts,
            adminTls.map(TlsMaterial::configurator),
            metrics,
            this::readiness);
  }

  /** The metrics of the process. */
  Metrics metrics() {
    return metrics;
  }

  /** The address of the admin port. */
  HostPort adminAddress() {
    return admin.boundAddress();
  }

  /** Whether the admin port speaks TLS. */
  boolean adminSpeaksTls() {
    return adminTls.isPresent();
  }

  /** Takes over a tier that is running. */
  <T extends TierServer> T add(T server) {
    servers.add(server);
    return server;
  }

  /** Takes over what is to be closed when nothing of the process uses it any more. */
  <T extends Closeable> T closing(T resource) {
    resources.add(resource);
    return resource;
  }

  /** Takes over how a log of the process is opened anew. */
  void reopening(Runnable log) {
    logs.add(log);
  }

  /** Reopens its logs after another program has rotated them. */
  void reopenLogs() {
    LOG.info("SIGHUP: access logs are reopened: {}", logs.size());
    logs.forEach(Runnable::run);
  }

  /** All tiers were added. */
  void started() {
    started = true;
  }

  /** Ready once all tiers are, and never again once it stops. */
  Readiness readiness() {
    if (stopping) {
      return Readiness.notReady("stopping");
    }
    if (!started) {
      return Readiness.notReady("starting");
    }
    List<Readiness> tiers = servers.stream().map(TierServer::readiness).toList();
    return tiers.stream()
        .filter(readiness -> !readiness.ready())
        .findFirst()
        .or(() -> tiers.stream().filter(tier -> !tier.equals(Readiness.READY)).findFirst())
        .orElse(Readiness.READY);
  }

  /**
   * Is no longer ready, lets requests under way finish within the drain timeout, and ends. The tier
   * that was started last goes first, since it stands on the others.
   */
  void stop() {
    stopping = true;
    long end = System.nanoTime() + drainTimeout.toNanos();
    for (TierServer server : servers.reversed()) {
      server.drain(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      server.close();
    }
    admin.close();
    adminTls.ifPresent(TlsMaterial::close);
    for (Closeable resource : resources) {
      try {
        resource.close();
      } catch (IOException e) {
        LOG.warn("does not close", e);
      }
    }
    stopped.countDown();
  }

  /** Waits until it was stopped. */
  void awaitStop() {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
