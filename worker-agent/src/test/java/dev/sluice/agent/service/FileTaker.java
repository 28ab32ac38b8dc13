package dev.sluice.agent.service;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** A caller's end of the socket for open files: a ticket out, its file back, one at a time. */
final class FileTaker extends ChannelInboundHandlerAdapter implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final BlockingQueue<FileDescriptor> files = new LinkedBlockingQueue<>();
  private final ReentrantLock turn = new ReentrantLock();
  private final Channel channel;
  private int taken;

  FileTaker(Path socket, EventLoopGroup threads) {
    channel =
        new Bootstrap()
            .group(threads)
            .channel(EpollDomainSocketChannel.class)
            .option(
                EpollChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS)
            .handler(this)
            .connect(new DomainSocketAddress(socket.toFile()))
            .syncUninterruptibly()
            .channel();
  }

  /**
   * The file of a ticket, the caller's to close.
   *
   * @throws IllegalStateException where it does not come
   */
  FileDescriptor take(byte[] ticket) {
    turn.lock();
    try {
      channel.writeAndFlush(Unpooled.wrappedBuffer(ticket)).syncUninterruptibly();
      FileDescriptor file = files.poll(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
      if (file == null) {
        throw new IllegalStateException("a passed file: none within " + LIMIT);
      }
      taken++;
      return file;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      turn.unlock();
    }
  }

  /** Number of files that were taken. */
  int taken() {
    turn.lock();
    try {
      return taken;
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    files.add((FileDescriptor) message);
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
  }
}
