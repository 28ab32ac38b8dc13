package dev.sluice.frontend;

import dev.sluice.common.config.HostPort;
import dev.sluice.common.config.StartupException;
import dev.sluice.common.config.StateFolder;
import dev.sluice.common.rpc.TransportBuffers;
import dev.sluice.common.tls.TlsMaterial;
import dev.sluice.frontend.descriptor.PassedFiles;
import dev.sluice.frontend.rpc.AgentCredentials;
import io.grpc.ChannelCredentials;
import io.grpc.ConnectivityState;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The channels to agents, and what they share. A channel connects when it is first used, and again
 * whenever it has to.
 */
final class AgentChannels implements AutoCloseable {

  /** Threads that move bytes through the Unix sockets of all agents. */
  private static final int SOCKET_THREADS = 2;

  /** Bytes of a body under way in the wide lane: enough for gigabytes a second over loopback. */
  private static final int WIDE_WINDOW_BYTES = 4 << 20;

  /** The same in the narrow lane, for hundreds of bodies at once. */
  private static final int NARROW_WINDOW_BYTES = 64 << 10;

  /**
   * The ways to one agent: a second connection, because a connection's streams have one window.
   *
   * @param address of the agent, for people
   * @param inThisProcess whether the agent is, and both ways are one
   * @param files that it passes, where it is on this machine
   */
  record Lanes(
      String address,
      ManagedChannel wide,
      ManagedChannel narrow,
      boolean inThisProcess,
      @Nullable PassedFiles files) {

    /** Whether calls fail at once, because a connection failed and is tried again only later. */
    boolean isBackingOff() {
      return isBackingOff(wide) || isBackingOff(narrow);
    }

    /** Ends all calls. */
    void breakOff() {
      wide.shutdownNow();
      narrow.shutdownNow();
      closeFiles();
    }

    void closeFiles() {
      if (files != null) {
        files.close();
      }
    }

    /** Tries failed connections now. */
    void reconnect() {
      reconnect(wide);
      reconnect(narrow);
    }

    /**
     * Opens the connections that are not open, failed ones at once.
     *
     * @param timeout for each of them
     * @return whether both are open
     */
    boolean connect(Duration timeout) throws InterruptedException {
      reconnect();
      return connect(wide, timeout) && connect(narrow, timeout);
    }

    private static boolean connect(ManagedChannel channel, Duration timeout)
        throws InterruptedException {
      long end = System.nanoTime() + timeout.toNanos();
      ConnectivityState state = channel.getState(true);
      while (state != ConnectivityState.READY) {
        var changed = new CountDownLatch(1);
        channel.notifyWhenStateChanged(state, changed::countDown);
        if (!changed.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          return false;
        }
        state = channel.getState(true);
      }
      return true;
    }

    private static boolean isBackingOff(ManagedChannel channel) {
      return channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE;
    }

    private static void reconnect(ManagedChannel channel) {
      if (isBackingOff(channel)) {
        channel.resetConnectBackoff();
      }
    }
  }

  /**
   * An agent whose process stands still, or whose machine is gone, answers no ping; its calls then
   * fail together. Ten seconds is the shortest interval that gRPC asks at.
   */
  private static final Duration PING_INTERVAL = Duration.ofSeconds(10);

  private static final Duration PING_TIMEOUT = Duration.ofSeconds(20);

  /**
   * The interval at which an unreachable agent is tried again: gRPC itself would wait up to two
   * minutes, while the agent may be back.
   */
  private static final Duration RECONNECT_INTERVAL = Duration.ofSeconds(5);

  /**
   * The time within which a call begins for which an agent was chosen: later its connections close,
   * once those under way have ended.
   */
  private static final Duration LAST_CALLS = Duration.ofSeconds(10);

  /** The ways to an agent to which no further call goes, since {@link System#nanoTime}. */
  private record Retired(Lanes lanes, long since) {
    /** Whether its connections are closed; has them close when the time has come. */
    boolean isClosed() {
      if (System.nanoTime() - since >= LAST_CALLS.toNanos()) {
        lanes.wide().shutdown();
        lanes.narrow().shutdown();
      }
      boolean closed = lanes.wide().isTerminated() && lanes.narrow().isTerminated();
      if (closed) {
        lanes.closeFiles();
      }
      return closed;
    }
  }

  private final AgentTokens tokens;
  private final Optional<TlsMaterial> tls;
  private final List<Lanes> channels = new CopyOnWriteArrayList<>();
  private final List<Retired> retired = new CopyOnWriteArrayList<>();
  private final Timer reconnecting = new Timer("agents", true);
  private final LongAdder passedBytes = new LongAdder();
  private @Nullable EventLoopGroup socketThreads;

  /**
   * Without channels at first.
   *
   * @param tokens of agents over TCP
   * @param tls spoken with agents over TCP; closed with the channels
   */
  AgentChannels(AgentTokens tokens, Optional<TlsMaterial> tls) {
    this.tokens = tokens;
    this.tls = tls;
    long period = RECONNECT_INTERVAL.toMillis();
    reconnecting.schedule(
        new TimerTask() {
          @Override
          public void run() {
            channels.forEach(Lanes::reconnect);
            closeRetired();
          }
        },
        period,
        period);
  }

  /** The channel to an agent inside this process, which was made elsewhere. */
  static AgentChannels of(ManagedChannel channel) {
    AgentChannels channels =
        new AgentChannels(new AgentTokens(Optional.empty(), Path.of("")), Optional.empty());
    channels.channels.add(new Lanes("in this process", channel, channel, true, null));
    return channels;
  }

  /**
   * Adds the channels to an agent.
   *
   * @throws StartupException where its kind of address cannot be used here
   */
  Lanes open(AgentAddress address) {
    Lanes lanes =
        new Lanes(
            address.toString(),
            open(address, WIDE_WINDOW_BYTES),
            open(address, NARROW_WINDOW_BYTES),
            false,
            files(address));
    channels.add(lanes);
    return lanes;
  }

  /** Closes the channels to an agent that no further call is meant for, after those under way. */
  void retire(Lanes lanes) {
    retired.add(new Retired(lanes, System.nanoTime()));
    channels.remove(lanes);
  }

  private void closeRetired() {
    retired.removeIf(Retired::isClosed);
  }

  /** How many agents' channels are open, of those that calls are meant for and of others. */
  int size() {
    return channels.size() + retired.size();
  }

  private @Nullable PassedFiles files(AgentAddress address) {
    return switch (address) {
      case AgentAddress.Tcp _, AgentAddress.Found _ -> null;
      case AgentAddress.UnixSocket(Path path) ->
          new PassedFiles(StateFolder.descriptorSocket(path), socketThreads(), passedBytes);
    };
  }

  /** Bytes that were sent from files that agents passed. */
  long passedBytes() {
    return passedBytes.sum();
  }

  private ManagedChannel open(AgentAddress address, int window) {
    return switch (address) {
      case AgentAddress.Tcp(HostPort at) -> tcp(at, window).build();
      case AgentAddress.Found(String name, HostPort at) ->
          tcp(at, window).overrideAuthority(name).build();
      case AgentAddress.UnixSocket unix -> unix(unix, window);
    };
  }

  /** The channels to every agent, in the order in which these were added. */
  List<Lanes> all() {
    return List.copyOf(channels);
  }

  private NettyChannelBuilder tcp(HostPort address, int window) {
    NettyChannelBuilder builder =
        bounded(
            NettyChannelBuilder.forAddress(address.host(), address.port(), credentials()), window);
    AgentCredentials.attach(builder, address.toString(), () -> tokens.of(address));
    return builder;
  }

  private ManagedChannel unix(AgentAddress.UnixSocket unix, int window) {
    if (!Epoll.isAvailable()) {
      throw new StartupException(
          "%s cannot be reached: %s".formatted(unix, Epoll.unavailabilityCause().getMessage()));
    }
    return bounded(
            NettyChannelBuilder.forAddress(new DomainSocketAddress(unix.path().toFile())), window)
        .usePlaintext()
        .channelType(EpollDomainSocketChannel.class)
        .eventLoopGroup(socketThreads())
        .overrideAuthority("localhost")
        .build();
  }

  private EventLoopGroup socketThreads() {
    EventLoopGroup threads = socketThreads;
    if (threads == null) {
      threads = new MultiThreadIoEventLoopGroup(SOCKET_THREADS, EpollIoHandler.newFactory());
      socketThreads = threads;
    }
    return threads;
  }

  private ChannelCredentials credentials() {
    if (tls.isEmpty()) {
      return InsecureChannelCredentials.create();
    }
    TlsChannelCredentials.Builder builder =
        TlsChannelCredentials.newBuilder().trustManager(tls.get().trustManager());
    tls.get().keyManager().ifPresent(builder::keyManager);
    return builder.build();
  }

  private static NettyChannelBuilder bounded(NettyChannelBuilder builder, int window) {
    return builder
        .directExecutor()
        .disableRetry()
        .flowControlWindow(window)
        .keepAliveTime(PING_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(PING_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .withOption(ChannelOption.ALLOCATOR, TransportBuffers.ALLOCATOR)
        .withOption(ChannelOption.RECVBUF_ALLOCATOR, TransportBuffers.portions(window / 2));
  }

  /** Breaks off the calls under way, and gives back the threads. */
  @Override
  public void close() {
    reconnecting.cancel();
    channels.forEach(Lanes::breakOff);
    retired.forEach(each -> each.lanes().breakOff());
    tls.ifPresent(TlsMaterial::close);
    EventLoopGroup threads = socketThreads;
    if (threads != null) {
      // Its end is not waited for: the process goes on, or ends with its daemon threads.
      var _ = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }
}
