package dev.sluice.agent.descriptor;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.handler.codec.FixedLengthFrameDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Unix socket by which frontends of this machine take open files: HTTP/2 cannot carry
 * descriptors. Each ticket that arrives is answered with its file, in order; one that is none ends
 * the connection, since only a file can be an answer.
 */
public final class DescriptorSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DescriptorSocket.class);

  /** Connections at the same time; a frontend has one. */
  private static final int MOST_CONNECTIONS = 64;

  private static final int ROOT = 0;
  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);

  /** The time in which connections may close. */
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final Tickets tickets;
  private final IntPredicate peers;
  private final ChannelGroup connections;
  private final Channel listener;
  private final Future<?> sweeping;

  private DescriptorSocket(
      Path path,
      Tickets tickets,
      IntPredicate peers,
      EventLoopGroup accepting,
      EventLoopGroup serving)
      throws IOException {
    this.tickets = tickets;
    this.peers = peers;
    this.connections = new DefaultChannelGroup(serving.next());
    var bound =
        new ServerBootstrap()
            .group(accepting, serving)
            .channel(EpollServerDomainSocketChannel.class)
            .childHandler(new Admitting())
            .bind(new DomainSocketAddress(path.toFile()))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(String.valueOf(bound.cause().getMessage()), bound.cause());
    }
    this.listener = bound.channel();
    long interval = SWEEP_INTERVAL.toMillis();
    this.sweeping =
        serving
            .next()
            .scheduleWithFixedDelay(tickets::expire, interval, interval, TimeUnit.MILLISECONDS);
  }

  /**
   * Listens on a path where nothing is, for processes of this one's user and of root.
   *
   * @param accepting a thread for connections, the caller's
   * @param serving threads for tickets, the caller's
   */
  public static DescriptorSocket listen(
      Path path, Tickets tickets, EventLoopGroup accepting, EventLoopGroup serving)
      throws IOException {
    OwnUser own = new OwnUser();
    DescriptorSocket socket =
        listen(path, tickets, uid -> admits(own.uid, uid), accepting, serving);
    try {
      // Until the owner is known root alone is let in.
      own.uid = (int) Files.getAttribute(path, "unix:uid");
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * The same for others.
   *
   * @param peers the users that may connect, by their numbers
   */
  static DescriptorSocket listen(
      Path path,
      Tickets tickets,
      IntPredicate peers,
      EventLoopGroup accepting,
      EventLoopGroup serving)
      throws IOException {
    DescriptorSocket socket = new DescriptorSocket(path, tickets, peers, accepting, serving);
    tickets.open();
    return socket;
  }

  /** Whether a process of one user may be given what another one's has opened. */
  static boolean admits(int own, int peer) {
    return peer == own || peer == ROOT;
  }

  /** Ends every connection, and closes the files that were not taken. */
  @Override
  public void close() {
    sweeping.cancel(false);
    listener.close().awaitUninterruptibly(CLOSING.toMillis());
    connections.close().awaitUninterruptibly(CLOSING.toMillis());
    tickets.close();
  }

  /** The user of this process, as the kernel stamps it on files. */
  private static final class OwnUser {
    private volatile int uid = ROOT;
  }

  /** Lets connections in. */
  private final class Admitting extends ChannelInitializer<EpollDomainSocketChannel> {
    @Override
    protected void initChannel(EpollDomainSocketChannel connection) throws IOException {
      int peer = connection.peerCredentials().uid();
      if (!peers.test(peer)) {
        LOG.warn("a process of user {} was refused at the socket for descriptors", peer);
        var _ = connection.close();
      } else if (connections.size() >= MOST_CONNECTIONS) {
        LOG.warn("connections for descriptors: {} (limit: {})", MOST_CONNECTIONS, MOST_CONNECTIONS);
        var _ = connection.close();
      } else {
        connections.add(connection);
        connection.pipeline().addLast(new FixedLengthFrameDecoder(Tickets.BYTES), new Passing());
      }
    }
  }

  /** Answers the tickets of one connection. */
  private final class Passing extends SimpleChannelInboundHandler<ByteBuf> {
    @Override
    protected void channelRead0(ChannelHandlerContext connection, ByteBuf frame) {
      byte[] ticket = new byte[Tickets.BYTES];
      frame.readBytes(ticket);
      PassedFile file = tickets.take(ticket);
      if (file == null) {
        LOG.debug("a ticket for a descriptor is unknown, or came too late");
        var _ = connection.close();
        return;
      }
      // The receiver has its own as soon as the kernel has queued it.
      var _ =
          connection
              .writeAndFlush(new FileDescriptor(file.descriptor()))
              .addListener(_ -> file.close());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext connection, Throwable cause) {
      LOG.debug("a connection for descriptors broke", cause);
      var _ = connection.close();
    }
  }
}
