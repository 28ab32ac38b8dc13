package dev.sluice.agent.service;

import dev.sluice.agent.descriptor.DescriptorSocket;
import dev.sluice.agent.descriptor.Tickets;
import dev.sluice.common.rpc.CallMetadata;
import io.grpc.ManagedChannel;
import io.grpc.ServerBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Two Unix sockets, as an agent and a frontend of one machine have them: one for calls, and one by
 * which the file of every body that has bytes is passed to the caller.
 */
final class UnixDoor implements StoreDoor {
  private static final int SHORTEST_PASSED_BYTES = 1;

  /** Of all doors; they end with the process. */
  private static final EventLoopGroup THREADS =
      new MultiThreadIoEventLoopGroup(
          4, new DefaultThreadFactory("door", true), EpollIoHandler.newFactory());

  private final Path folder;
  private final Tickets tickets = new Tickets(SHORTEST_PASSED_BYTES, System::nanoTime);
  private final DescriptorSocket descriptors;
  private final FileTaker files;

  private UnixDoor(Path folder) throws IOException {
    this.folder = folder;
    Path socket = folder.resolve("fd.sock");
    this.descriptors = DescriptorSocket.listen(socket, tickets, THREADS, THREADS);
    this.files = new FileTaker(socket, THREADS);
  }

  /** Makes one, in a folder of its own. */
  static UnixDoor open() {
    try {
      return new UnixDoor(Files.createTempDirectory("door-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The callers' end of the second socket. */
  FileTaker files() {
    return files;
  }

  private Path socket() {
    return folder.resolve("agent.sock");
  }

  private SocketAddress address() {
    return new DomainSocketAddress(socket().toFile());
  }

  @Override
  public Tickets tickets() {
    return tickets;
  }

  @Override
  public ServerBuilder<?> server() {
    return NettyServerBuilder.forAddress(address())
        .channelType(EpollServerDomainSocketChannel.class)
        .bossEventLoopGroup(THREADS)
        .workerEventLoopGroup(THREADS)
        .maxInboundMetadataSize(CallMetadata.MOST_BYTES);
  }

  @Override
  public ManagedChannel channel() {
    return NettyChannelBuilder.forAddress(address())
        .channelType(EpollDomainSocketChannel.class)
        .eventLoopGroup(THREADS)
        .usePlaintext()
        .build();
  }

  /** Waits until what the sockets' threads had to do is done. */
  static void settle() {
    for (EventExecutor thread : THREADS) {
      thread.submit(() -> {}).syncUninterruptibly();
    }
  }

  @Override
  public void close() {
    files.close();
    descriptors.close();
    settle();
    try {
      Files.deleteIfExists(socket());
      Files.deleteIfExists(folder.resolve("fd.sock"));
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
