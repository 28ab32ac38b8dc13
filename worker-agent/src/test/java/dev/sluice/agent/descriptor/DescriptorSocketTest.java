package dev.sluice.agent.descriptor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DescriptorSocketTest {
  @TempDir private Path folder;

  private final EventLoopGroup accepting =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final EventLoopGroup serving =
      new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
  private final Tickets tickets = new Tickets(1, System::nanoTime);

  @AfterEach
  void stop() {
    accepting.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    serving.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private Path path() {
    return folder.resolve("fd.sock");
  }

  private DescriptorSocket listen() throws IOException {
    return DescriptorSocket.listen(path(), tickets, accepting, serving);
  }

  private byte[] issue(OpenedFile file) {
    return Objects.requireNonNull(tickets.issue(file));
  }

  private OpenedFile file(String content) throws IOException {
    Path path = folder.resolve("file-" + content);
    OpenedFile opened = new OpenedFile(FileDescriptor.from(path.toFile())); // it truncates the file
    Files.writeString(path, content);
    return opened;
  }

  @Test
  void ticket_bringsItsOpenFile() throws Exception {
    OpenedFile file = file("bytes");
    OpenedFile other = file("others");
    try (DescriptorSocket _ = listen();
        Peer peer = new Peer()) {
      byte[] ticket = issue(file);
      byte[] second = issue(other);
      peer.send(second);
      assertThat(peer.content()).isEqualTo("others");
      Files.delete(folder.resolve("file-bytes"));
      peer.send(Arrays.copyOf(ticket, 5));
      peer.send(Arrays.copyOfRange(ticket, 5, ticket.length));
      assertThat(peer.content()).isEqualTo("bytes");
      Await.until("own descriptors closed", () -> !file.isOpen() && !other.isOpen());
    }
  }

  @Test
  void ticketUsedTwice_endsTheConnection() throws Exception {
    OpenedFile file = file("once");
    try (DescriptorSocket _ = listen();
        Peer peer = new Peer()) {
      byte[] ticket = issue(file);
      peer.send(ticket);
      assertThat(peer.content()).isEqualTo("once");
      peer.send(ticket);
      peer.awaitEnd();
    }
  }

  @Test
  void ticketThatNobodyIssued_endsTheConnectionAlone() throws Exception {
    OpenedFile file = file("kept");
    try (DescriptorSocket _ = listen();
        Peer peer = new Peer();
        Peer other = new Peer()) {
      byte[] ticket = issue(file);
      peer.send(new byte[Tickets.BYTES]);
      peer.awaitEnd();
      other.send(ticket);
      assertThat(other.content()).isEqualTo("kept");
    }
  }

  @Test
  void anotherUsersProcess_isRefused() throws Exception {
    OpenedFile file = file("secret");
    try (DescriptorSocket _ =
            DescriptorSocket.listen(path(), tickets, _ -> false, accepting, serving);
        Peer peer = new Peer()) {
      byte[] ticket = issue(file);
      peer.awaitEnd();
      assertThat(tickets.take(ticket)).as("what nobody took").isSameAs(file);
      file.close();
    }
  }

  /** The rule is ours: what one user's agent opens is for that user, and for root. */
  @Test
  void users_areTheSameOrRoot() {
    assertThat(DescriptorSocket.admits(1000, 1000)).isTrue();
    assertThat(DescriptorSocket.admits(1000, 0)).isTrue();
    assertThat(DescriptorSocket.admits(1000, 1001)).isFalse();
    assertThat(DescriptorSocket.admits(0, 1000)).isFalse();
  }

  @Test
  void socket_isForItsOwnerAndItsEndClosesWhatWaits() throws Exception {
    OpenedFile file = file("waits");
    try (DescriptorSocket _ = listen()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
          .isEqualTo("rw-------");
      assertThat(issue(file)).isNotEmpty();
    }
    assertThat(file.isOpen()).isFalse();
    assertThat(tickets.issue(file)).isNull();
  }

  /** A file that is open. */
  private record OpenedFile(FileDescriptor file) implements PassedFile {
    boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public int descriptor() {
      return file.intValue();
    }

    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The other end. */
  private final class Peer extends ChannelInboundHandlerAdapter implements AutoCloseable {
    private final BlockingQueue<FileDescriptor> files = new LinkedBlockingQueue<>();
    private final Channel channel;

    Peer() {
      channel =
          new Bootstrap()
              .group(serving)
              .channel(EpollDomainSocketChannel.class)
              .option(
                  EpollChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS)
              .handler(this)
              .connect(new DomainSocketAddress(path().toFile()))
              .syncUninterruptibly()
              .channel();
    }

    void send(byte[] bytes) {
      channel.writeAndFlush(Unpooled.wrappedBuffer(bytes)).syncUninterruptibly();
    }

    String content() throws Exception {
      FileDescriptor file = files.take();
      try {
        byte[] bytes = Files.readAllBytes(Path.of("/proc/self/fd/" + file.intValue()));
        return new String(bytes, UTF_8);
      } finally {
        file.close();
      }
    }

    void awaitEnd() {
      channel.closeFuture().awaitUninterruptibly();
      assertThat(files).isEmpty();
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
}
