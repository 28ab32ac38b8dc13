package dev.sluice.agent;

import dev.sluice.agent.descriptor.DescriptorSocket;
import dev.sluice.agent.descriptor.Tickets;
import dev.sluice.agent.service.TokenInterceptor;
import dev.sluice.agent.service.WriteAdmission;
import dev.sluice.common.config.HostPort;
import dev.sluice.common.config.StartupException;
import dev.sluice.common.config.StateFolder;
import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.rpc.CallMetadata;
import dev.sluice.common.rpc.TransportBuffers;
import dev.sluice.common.tls.TlsMaterial;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.ServerServiceDefinition;
import io.grpc.TlsServerCredentials;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The doors of an agent: TCP, a Unix socket, and a name inside the process. */
final class AgentListeners implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AgentListeners.class);

  /** Threads that move bytes through the Unix socket. */
  private static final int SOCKET_THREADS = 2;

  /** Longest path that Linux takes for a Unix socket, bytes. */
  private static final int LONGEST_SOCKET_PATH = 107;

  /** Calls of one connection at the same time; a frontend has one connection to an agent. */
  private static final int MOST_CALLS_PER_CONNECTION = 10_000;

  /** The shortest interval at which a frontend may ask whether the agent is still there. */
  private static final Duration SHORTEST_PING_INTERVAL = Duration.ofSeconds(5);

  /** The time in which the socket's former listener may close. */
  private static final Duration RENEWAL = Duration.ofSeconds(5);

  private final List<ServerServiceDefinition> services;
  private final List<ServerServiceDefinition> inspection;
  private final Tickets tickets;
  private final int window;
  private final List<Server> servers = new CopyOnWriteArrayList<>();

  /** Of the Unix socket: one accepts, the other serves. */
  private final List<EventLoopGroup> groups = new ArrayList<>();

  private @Nullable Server unix;
  private @Nullable DescriptorSocket descriptors;

  /**
   * Without listeners at first.
   *
   * @param services behind every door; run on the threads of the transport, so they must never wait
   * @param inspection behind the Unix socket, and behind TCP where that is asked for
   * @param tickets of the files that are passed by the second Unix socket
   */
  AgentListeners(
      List<ServerServiceDefinition> services,
      List<ServerServiceDefinition> inspection,
      Tickets tickets,
      MemoryPlan plan) {
    this.services = services;
    this.tickets = tickets;
    this.inspection = inspection;
    this.window = WriteAdmission.windowBytes(plan.memory());
  }

  /**
   * Listens on TCP.
   *
   * @param door asks callers for the token; empty: certificates say who may call
   * @param tls empty: it speaks without TLS
   * @param inspected whether the services for inspection are behind it
   * @return the address, with the port that was taken
   * @throws StartupException if the address cannot be had
   */
  HostPort tcp(
      HostPort listen,
      Optional<TokenInterceptor> door,
      Optional<TlsMaterial> tls,
      boolean inspected) {
    InetSocketAddress socket = listen.toSocketAddress();
    if (socket.isUnresolved()) {
      throw new StartupException("cannot listen on " + listen + " (agent-listen): no such host");
    }
    NettyServerBuilder builder = bounded(NettyServerBuilder.forAddress(socket, credentials(tls)));
    door.ifPresent(guard -> guard.guard(builder));
    if (inspected) {
      inspection.forEach(builder::addService);
    }
    return listen.withPort(start(builder, listen + " (agent-listen)").getPort());
  }

  /**
   * Listens on a Unix socket that only the owner may use. A socket that is there already is a dead
   * agent's: the living one has the lock of the state folder.
   *
   * @return false where the path is longer than the system allows, or the native library for it is
   *     missing, which is logged
   */
  boolean unix(Path path) {
    if (isTooLong(path)) {
      return false;
    }
    if (!Epoll.isAvailable()) {
      LOG.warn("this agent has no socket {}: {}", path, Epoll.unavailabilityCause().getMessage());
      return false;
    }
    try {
      Files.deleteIfExists(path);
      if (groups.isEmpty()) {
        groups.add(group(1));
        groups.add(group(SOCKET_THREADS));
      }
      SocketAddress address = new DomainSocketAddress(path.toFile());
      NettyServerBuilder builder =
          bounded(NettyServerBuilder.forAddress(address))
              .channelType(EpollServerDomainSocketChannel.class)
              .bossEventLoopGroup(groups.getFirst())
              .workerEventLoopGroup(groups.getLast());
      inspection.forEach(builder::addService);
      unix = start(builder, path.toString());
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new StartupException("cannot listen on " + path + ": " + StartupException.reason(e), e);
    }
    if (tickets.areWanted()) {
      passFiles(StateFolder.descriptorSocket(path));
    }
    return true;
  }

  /** Passes open files by a second Unix socket; without it bytes go the way of everything else. */
  private void passFiles(Path path) {
    if (isTooLong(path)) {
      return;
    }
    try {
      Files.deleteIfExists(path);
      descriptors = DescriptorSocket.listen(path, tickets, groups.getFirst(), groups.getLast());
    } catch (IOException e) {
      LOG.warn("no files are passed by {}: {}", path, StartupException.reason(e));
    }
  }

  private static boolean isTooLong(Path path) {
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length <= LONGEST_SOCKET_PATH) {
      return false;
    }
    LOG.warn(
        "{} has {} bytes and a Unix socket's path at most {}: this agent has no such socket",
        path,
        length,
        LONGEST_SOCKET_PATH);
    return true;
  }

  /**
   * Listens on the same Unix socket once more: the file that stood for it was away with its file
   * system, and leads to no listener.
   */
  void renewUnix(Path path) {
    closeDescriptors();
    Server former = unix;
    if (former != null) {
      servers.remove(former);
      awaitEnd(List.of(former.shutdownNow()), RENEWAL);
    }
    try {
      var _ = unix(path);
    } catch (StartupException e) {
      LOG.warn("this agent has no socket from now on: {}", e.getMessage());
    }
  }

  /** Answers to a name inside this process. */
  void inProcess(String name) {
    start(InProcessServerBuilder.forName(name), name);
  }

  /** Takes no more calls and waits for those under way. */
  void drain(Duration limit) {
    servers.forEach(Server::shutdown);
    awaitEnd(servers, limit);
  }

  private static void awaitEnd(List<Server> ending, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      for (Server server : ending) {
        server.awaitTermination(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Breaks what is still under way. */
  @Override
  public void close() {
    closeDescriptors();
    servers.forEach(Server::shutdownNow);
    for (EventLoopGroup group : groups) {
      // Its end is not waited for: the process goes on, or ends with its daemon threads.
      var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  private void closeDescriptors() {
    DescriptorSocket former = descriptors;
    descriptors = null;
    if (former != null) {
      former.close();
    }
  }

  private NettyServerBuilder bounded(NettyServerBuilder builder) {
    return builder
        .flowControlWindow(window)
        .maxInboundMetadataSize(CallMetadata.MOST_BYTES)
        .permitKeepAliveTime(SHORTEST_PING_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)
        .withChildOption(ChannelOption.ALLOCATOR, TransportBuffers.ALLOCATOR)
        .withChildOption(ChannelOption.RECVBUF_ALLOCATOR, TransportBuffers.portions(window / 2))
        .maxConcurrentCallsPerConnection(MOST_CALLS_PER_CONNECTION);
  }

  private static ServerCredentials credentials(Optional<TlsMaterial> tls) {
    if (tls.isEmpty()) {
      return InsecureServerCredentials.create();
    }
    TlsMaterial material = tls.get();
    return TlsServerCredentials.newBuilder()
        .keyManager(material.keyManager().orElseThrow())
        .trustManager(material.trustManager())
        .clientAuth(
            material.asksForCertificate()
                ? TlsServerCredentials.ClientAuth.REQUIRE
                : TlsServerCredentials.ClientAuth.NONE)
        .build();
  }

  private static EventLoopGroup group(int threads) {
    return new MultiThreadIoEventLoopGroup(threads, EpollIoHandler.newFactory());
  }

  private Server start(ServerBuilder<?> builder, String shown) {
    services.forEach(builder::addService);
    try {
      Server server = builder.directExecutor().build().start();
      servers.add(server);
      return server;
    } catch (IOException e) {
      throw new StartupException("cannot listen on " + shown + ": " + cause(e), e);
    }
  }

  /** The JDK's words; Netty puts its own around them. */
  private static String cause(IOException failure) {
    return failure.getCause() instanceof Exception inner
        ? StartupException.reason(inner)
        : StartupException.reason(failure);
  }
}
