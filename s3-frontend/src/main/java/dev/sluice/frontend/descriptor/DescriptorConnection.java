package dev.sluice.frontend.descriptor;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one connection to an agent's socket for descriptors: tickets go out, open files come back in
 * their order. It is opened by the first ticket, and again by the first after it broke.
 */
final class DescriptorConnection implements AutoCloseable {
  private final Path socket;
  private final EventLoopGroup threads;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Link link;
  private boolean closed;

  /**
   * Not connected at first.
   *
   * @param threads of the socket, the caller's
   */
  DescriptorConnection(Path socket, EventLoopGroup threads) {
    this.socket = socket;
    this.threads = threads;
  }

  /**
   * Sends a ticket.
   *
   * @return the open file, the caller's to close; fails where the agent does not pass it
   */
  CompletableFuture<FileDescriptor> take(byte[] ticket) {
    CompletableFuture<FileDescriptor> taken = new CompletableFuture<>();
    Link open = link();
    if (open == null) {
      taken.completeExceptionally(new ClosedChannelException());
    } else {
      open.send(ticket, taken);
    }
    return taken;
  }

  private @Nullable Link link() {
    lock.lock();
    try {
      if (closed) {
        return null;
      }
      Link current = link;
      if (current == null || !current.isUsable()) {
        current = new Link(socket, threads);
        link = current;
      }
      return current;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (link != null) {
        link.close();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A connection until it breaks. Its queue belongs to its channel's thread. */
  private static final class Link extends ChannelInboundHandlerAdapter {
    private final Deque<CompletableFuture<FileDescriptor>> awaited = new ArrayDeque<>();
    private final ChannelFuture connecting;
    private final Channel channel;

    Link(Path socket, EventLoopGroup threads) {
      connecting =
          new Bootstrap()
              .group(threads)
              .channel(EpollDomainSocketChannel.class)
              .option(
                  EpollChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS)
              .handler(this)
              .connect(new DomainSocketAddress(socket.toFile()));
      channel = connecting.channel();
    }

    boolean isUsable() {
      return !connecting.isDone() || channel.isActive();
    }

    void send(byte[] ticket, CompletableFuture<FileDescriptor> taken) {
      connecting.addListener(
          connected -> {
            if (connected.isSuccess() && channel.isActive()) {
              awaited.add(taken);
              var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(ticket));
            } else {
              taken.completeExceptionally(
                  new IOException("no connection for descriptors", connected.cause()));
            }
          });
    }

    void close() {
      var _ = channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
      if (message instanceof FileDescriptor file) {
        CompletableFuture<FileDescriptor> taken = awaited.poll();
        if (taken == null || !taken.complete(file)) {
          file.close();
        }
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      awaited.forEach(taken -> taken.completeExceptionally(new ClosedChannelException()));
      awaited.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      close();
    }
  }
}
