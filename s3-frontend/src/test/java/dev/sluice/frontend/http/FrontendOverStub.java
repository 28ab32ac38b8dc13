package dev.sluice.frontend.http;

import dev.sluice.common.config.AllowedHosts;
import dev.sluice.common.config.HostPort;
import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.metrics.Metrics;
import dev.sluice.common.model.Principal;
import dev.sluice.common.rpc.BufferPool;
import dev.sluice.frontend.access.AccessFormat;
import dev.sluice.frontend.access.AccessLog;
import dev.sluice.frontend.auth.Authenticator;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.cors.CorsCache;
import dev.sluice.frontend.op.AgentCors;
import dev.sluice.frontend.op.DocumentMemory;
import dev.sluice.frontend.op.Operations;
import dev.sluice.frontend.route.Addressing;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.frontend.rpc.BucketPlacement;
import dev.sluice.frontend.rpc.ReadLanes;
import dev.sluice.frontend.xml.S3Xml;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** A frontend on a port of its own, before services that a test plays. */
public final class FrontendOverStub implements AutoCloseable {
  static final MemoryPlan PLAN = MemoryPlan.frontend(128 << 20, 32 << 20);

  private static final Principal EVERYBODY = new Principal("id", "name");
  private static final String DOMAIN = "s3.test";

  private final Server stub;
  private final ManagedChannel channel;
  private final HttpServer http;
  private final URI address;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicBoolean ready = new AtomicBoolean(true);
  private final Metrics metrics = new Metrics();

  /** Starts both, with access for everybody. */
  public FrontendOverStub(KeepAlivePolicy keepAlive, BindableService... services)
      throws IOException {
    this(keepAlive, Duration.ZERO, services);
  }

  /** Starts both, with access for everybody. */
  public FrontendOverStub(KeepAlivePolicy keepAlive, Duration slow, BindableService... services)
      throws IOException {
    this(
        BrowserProtection.ofOpenAccess(
            new AllowedHosts(new HostPort("127.0.0.1", 0), List.of(DOMAIN), "domains")),
        Authenticator.open(Identity.unrestricted("", EVERYBODY)),
        keepAlive,
        slow,
        services);
  }

  /** Starts both. */
  public FrontendOverStub(
      Authenticator authenticator, KeepAlivePolicy keepAlive, BindableService... services)
      throws IOException {
    this(BrowserProtection.NONE, authenticator, keepAlive, Duration.ZERO, services);
  }

  /** Starts both, with access for everybody and so much memory for documents. */
  FrontendOverStub(KeepAlivePolicy keepAlive, DocumentMemory documents, BindableService... services)
      throws IOException {
    this(
        BrowserProtection.NONE,
        Authenticator.open(Identity.unrestricted("", EVERYBODY)),
        keepAlive,
        Duration.ZERO,
        LingerLimits.STANDARD,
        documents,
        services);
  }

  /** Starts a frontend that answers what it refuses by itself, with access for everybody. */
  FrontendOverStub(LingerLimits linger) throws IOException {
    this(
        BrowserProtection.NONE,
        Authenticator.open(Identity.unrestricted("", EVERYBODY)),
        KeepAlivePolicy.STANDARD,
        Duration.ZERO,
        linger,
        new DocumentMemory(PLAN, 1 << 20));
  }

  private FrontendOverStub(
      BrowserProtection protection,
      Authenticator authenticator,
      KeepAlivePolicy keepAlive,
      Duration slow,
      BindableService... services)
      throws IOException {
    this(
        protection,
        authenticator,
        keepAlive,
        slow,
        LingerLimits.STANDARD,
        new DocumentMemory(PLAN, 1 << 20),
        services);
  }

  private FrontendOverStub(
      BrowserProtection protection,
      Authenticator authenticator,
      KeepAlivePolicy keepAlive,
      Duration slow,
      LingerLimits linger,
      DocumentMemory documents,
      BindableService... services)
      throws IOException {
    String name = UUID.randomUUID().toString();
    InProcessServerBuilder server = InProcessServerBuilder.forName(name).directExecutor();
    List.of(services).forEach(server::addService);
    if (services.length == 0) {
      server.fallbackHandlerRegistry(new RefusingAgent());
    }
    stub = server.build().start();
    channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    S3Xml xml = new S3Xml();
    BucketPlacement placement =
        new BucketPlacement(
            List.of(new AgentClient(channel, new ReadLanes(PLAN), InstantSource.system())));
    CorsCache cors = new CorsCache(new AgentCors(placement));
    Operations operations =
        new Operations(
            placement, new BufferPool(1 << 20, Duration.ofSeconds(1)), xml, documents, null, cors);
    Addressing addressing = new Addressing("/api", List.of(DOMAIN));
    S3Handler handler =
        new S3Handler(
            protection,
            authenticator,
            addressing,
            null,
            operations,
            cors,
            xml,
            keepAlive,
            new BodyPace(Duration.ofMinutes(1), 1024),
            new TrustedProxies(List.of()),
            RateLimits.NONE,
            metrics.operations("s3"),
            new RequestLogs(AccessLog.to(AccessFormat.JSON, lines::add), slow, "host"));
    Duration limit = Duration.ofMinutes(1);
    http =
        new HttpServer(
            handler,
            Optional.of(new HealthHandler(addressing, ready::get)),
            xml,
            new HttpLimits(16 << 10, 100, limit, limit, limit, linger),
            Optional.empty(),
            RequestThreads.virtual());
    address = URI.create("http://127.0.0.1:" + http.listen("127.0.0.1", 0));
  }

  /** The access log, a JSON document for each request. */
  BlockingQueue<String> lines() {
    return lines;
  }

  /** What health checks go by. */
  void ready(boolean now) {
    ready.set(now);
  }

  /** What was measured, as Prometheus reads it. */
  String metrics() throws IOException {
    return metrics.text();
  }

  /** Takes no more requests, and waits for those under way. */
  void drain() {
    http.stop(Duration.ofMinutes(1));
  }

  /** Sends a request and gives its answer back, the body as a stream. */
  public HttpResponse<InputStream> stream(
      String method, String target, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(target))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofInputStream());
  }

  /** Sends a request; the whole body of its answer. */
  public String text(String method, String target, String body, String... headers)
      throws IOException, InterruptedException {
    try (InputStream answer = stream(method, target, body, headers).body()) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Sends a head of these lines on a connection of its own; the whole answer, byte by byte. */
  String raw(String... lines) throws IOException {
    try (Socket socket = open(lines)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Sends a head of these lines on a connection of its own, which the answer ends. */
  Socket open(String... lines) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort());
    String head = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  /** Where the frontend listens. */
  public URI address() {
    return address;
  }

  @Override
  public void close() {
    client.shutdownNow();
    http.stop(Duration.ZERO);
    channel.shutdownNow();
    stub.shutdownNow();
  }
}
