package dev.sluice.frontend.http;

import dev.sluice.common.tls.TlsMaterial;
import dev.sluice.frontend.xml.S3Xml;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Jetty, set up for S3: paths come as they were sent, each request has a thread of {@link
 * RequestThreads}, every size and wait has its limit.
 */
public final class HttpServer {
  private static final int INPUT_BUFFER_BYTES = 64 * 1024;
  private static final int OUTPUT_BUFFER_BYTES = 32 * 1024;

  /** Fits nearly every answer; a longer head takes a buffer of {@link HttpLimits}'s size. */
  private static final int USUAL_HEADER_BYTES = 16 * 1024;

  private static final int MAXIMUM_THREADS = 16;
  private static final int ACCEPT_QUEUE = 1024;

  private final Server server;
  private final GracefulHandler requests;
  private final HttpConfiguration configuration = new HttpConfiguration();
  private final HttpLimits limits;
  private final Optional<TlsMaterial> tls;

  /**
   * A server that hands every request to the handler; not yet listening.
   *
   * @param health answers health checks before the handler; empty: they are not answered
   * @param tls empty: it speaks without TLS
   * @param threadsOfRequests on which the handler runs
   */
  public HttpServer(
      S3Handler handler,
      Optional<HealthHandler> health,
      S3Xml xml,
      HttpLimits limits,
      Optional<TlsMaterial> tls,
      RequestThreads threadsOfRequests) {
    this.requests = new GracefulHandler(handler);
    this.limits = limits;
    this.tls = tls;
    QueuedThreadPool threads = new QueuedThreadPool(MAXIMUM_THREADS, MAXIMUM_THREADS / 4);
    threads.setName("http");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(threadsOfRequests); // Jetty's name for what may block
    server = new Server(threads);
    server.setHandler(requests);
    health.ifPresent(
        first -> {
          first.setHandler(requests);
          server.setHandler(first);
        });
    server.setErrorHandler(new ProtocolErrors(xml));
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    configuration.setHttpCompliance(HttpCompliance.RFC9110);
    // Signatures cover values as they were sent: text/plain; charset=UTF-8 is not charset=utf-8.
    configuration.setHeaderCacheCaseSensitive(true);
    configuration.setRequestHeaderSize(limits.headerBytes());
    configuration.setResponseHeaderSize(USUAL_HEADER_BYTES);
    configuration.setMaxResponseHeaderSize(limits.answerHeadBytes());
    configuration.setOutputBufferSize(OUTPUT_BUFFER_BYTES);
    configuration.setSendServerVersion(false);
    configuration.setIdleTimeout(limits.bodyTimeout().toMillis());
  }

  /**
   * Listens and serves.
   *
   * @param port 0 takes a free one
   * @return the port
   * @throws IOException if the address cannot be had
   */
  public int listen(String host, int port) throws IOException {
    RawPathConnectionFactory http =
        new RawPathConnectionFactory(configuration, limits.headerTimeout(), limits.linger());
    http.setInputBufferSize(INPUT_BUFFER_BYTES);
    ConnectionFactory[] protocols =
        tls.isPresent()
            ? new ConnectionFactory[] {
              new SslConnectionFactory(secured(tls.get()), http.getProtocol()), http
            }
            : new ConnectionFactory[] {http};
    ServerConnector connector = new FileConnector(server, protocols);
    connector.setHost(host);
    connector.setPort(port);
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setIdleTimeout(limits.idleTimeout().toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    try {
      connector.open();
      server.start();
    } catch (IOException e) {
      stop(Duration.ZERO);
      throw e;
    } catch (Exception e) {
      stop(Duration.ZERO);
      throw new IllegalStateException("Jetty does not start", e);
    }
    return connector.getLocalPort();
  }

  private static SslContextFactory.Server secured(TlsMaterial material) {
    SslContextFactory.Server factory = new SslContextFactory.Server();
    factory.setSslContext(material.context());
    factory.setNeedClientAuth(material.asksForCertificate());
    return factory;
  }

  /**
   * Takes no more requests, waits for those under way at most so long, and ends. Until then it
   * listens: a request that comes is answered 503, and so are health checks.
   */
  public void stop(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    try {
      if (server.isStarted()) {
        awaitRequests(timeout);
      }
      server.setStopTimeout(Math.max(0, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Jetty does not stop", e);
    }
  }

  private void awaitRequests(Duration timeout) throws InterruptedException, ExecutionException {
    try {
      requests.shutdown().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // They had their time.
    }
  }
}
