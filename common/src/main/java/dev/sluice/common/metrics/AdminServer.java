package dev.sluice.common.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sluice.common.config.AllowedHosts;
import dev.sluice.common.config.HostPort;
import dev.sluice.common.config.StartupException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The admin port: {@code /metrics} (Prometheus text), {@code /healthz} (200 while the process
 * lives) and {@code /readyz} (200 or 503 and the reason), for GET and HEAD; nothing else. It
 * requires no credentials, and so answers to allowed hosts alone.
 */
public final class AdminServer implements AutoCloseable {

  private static final int MAXIMUM_CONNECTIONS = 64;
  private static final int MAXIMUM_REQUEST_SECONDS = 10;
  private static final String TEXT = "text/plain; charset=utf-8";

  static {
    // The JDK's server takes its limits from nowhere else.
    limit("jdk.httpserver.maxConnections", MAXIMUM_CONNECTIONS);
    limit("sun.net.httpserver.maxReqTime", MAXIMUM_REQUEST_SECONDS);
    limit("sun.net.httpserver.maxRspTime", MAXIMUM_REQUEST_SECONDS);
  }

  private final HttpServer server;
  private final HostPort address;
  private final AllowedHosts hosts;
  private final ExecutorService executor;
  private final Metrics metrics;
  private final Supplier<Readiness> readiness;

  private AdminServer(
      HttpServer server,
      HostPort address,
      AllowedHosts hosts,
      Metrics metrics,
      Supplier<Readiness> readiness) {
    this.server = server;
    this.address = address;
    this.hosts = hosts;
    this.metrics = metrics;
    this.readiness = readiness;
    // A connection has one request at a time, so that their number bounds the threads.
    this.executor =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("admin-", 0).factory());
  }

  /**
   * Listens.
   *
   * @param listen port 0 takes a free one
   * @param hosts by which it may be addressed
   * @param tls with which it speaks TLS; empty: it does not
   * @param readiness asked at each {@code /readyz}; must be quick
   * @throws StartupException if the address cannot be had
   */
  public static AdminServer start(
      HostPort listen,
      AllowedHosts hosts,
      Optional<HttpsConfigurator> tls,
      Metrics metrics,
      Supplier<Readiness> readiness) {
    try {
      InetSocketAddress socket = listen.toSocketAddress();
      if (socket.isUnresolved()) {
        throw new IOException("there is no such host");
      }
      HttpServer server =
          tls.isPresent() ? secure(socket, tls.get()) : HttpServer.create(socket, 0);
      HostPort address = listen.withPort(server.getAddress().getPort());
      AdminServer admin = new AdminServer(server, address, hosts, metrics, readiness);
      server.createContext("/", admin::handle);
      server.setExecutor(admin.executor);
      server.start();
      return admin;
    } catch (IOException e) {
      throw new StartupException(
          "cannot listen on " + listen + " (admin-listen): " + StartupException.reason(e), e);
    }
  }

  private static HttpServer secure(InetSocketAddress socket, HttpsConfigurator tls)
      throws IOException {
    HttpsServer server = HttpsServer.create(socket, 0);
    server.setHttpsConfigurator(tls);
    return server;
  }

  /** The address it listens on, with the actual port. */
  public HostPort boundAddress() {
    return address;
  }

  /** Stops at once. */
  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String host = String.join(",", exchange.getRequestHeaders().getOrDefault("Host", List.of()));
      if (!hosts.allow(host)) {
        answer(exchange, 403, TEXT, hosts.refusal(host) + "\n");
        return;
      }
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        answer(exchange, 405, TEXT, method + " is not allowed (expected: GET or HEAD)\n");
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/metrics" -> answer(exchange, 200, Metrics.CONTENT_TYPE, metrics.text());
        case "/healthz" -> answer(exchange, 200, TEXT, "alive\n");
        case "/readyz" -> {
          Readiness now = readiness.get();
          answer(exchange, now.ready() ? 200 : 503, TEXT, now.reason() + "\n");
        }
        default -> answer(exchange, 404, TEXT, "here are /metrics, /healthz and /readyz\n");
      }
    }
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static void limit(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, String.valueOf(value));
    }
  }
}
