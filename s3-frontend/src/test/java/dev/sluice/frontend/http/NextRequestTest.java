package dev.sluice.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.rpc.CallerRunsThread;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our own rules: who is waited for, on which threads. */
@Timeout(60)
class NextRequestTest {
  private final Semaphore room = new Semaphore(1);
  private final AtomicLong clock = new AtomicLong();
  private SocketChannel client;
  private SocketChannel server;
  private NextRequest next;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      client = SocketChannel.open(listener.getLocalAddress());
      server = listener.accept();
    }
    server.configureBlocking(false);
    next = new NextRequest(server, room, clock::get);
  }

  @AfterEach
  void close() throws IOException {
    next.giveUp();
    client.close();
    server.close();
  }

  private static boolean onRequestThread(Callable<Boolean> step) throws Exception {
    FutureTask<Boolean> task = new FutureTask<>(step);
    new CallerRunsThread(task, "request").start();
    return task.get();
  }

  private void send() throws IOException {
    client.write(ByteBuffer.wrap(new byte[] {1}));
  }

  /** A first request, and a second one so long after it. */
  private void twoRequests(long gapNanos) throws Exception {
    next.announced();
    assertThat(next.mayBeThere()).isTrue();
    assertThat(onRequestThread(next::mayBeThere)).isFalse();
    clock.addAndGet(gapNanos);
    next.announced();
    assertThat(next.mayBeThere()).isTrue();
  }

  @Test
  void clientThatSendsSoon_isWaitedFor() throws Exception {
    twoRequests(NextRequest.LONGEST.toNanos());
    send();
    assertThat(onRequestThread(next::mayBeThere)).isTrue();
    assertThat(room.availablePermits()).isZero();
    assertThat(server.read(ByteBuffer.allocate(1))).isOne();
    send();
    assertThat(onRequestThread(next::mayBeThere)).isTrue();
  }

  @Test
  void clientThatTakesItsTime_isNotWaitedFor() throws Exception {
    twoRequests(NextRequest.LONGEST.toNanos() + 1);
    send();
    assertThat(onRequestThread(next::mayBeThere)).isFalse();
    assertThat(room.availablePermits()).isOne();
  }

  @Test
  void clientThatFallsSilent_isLeftToTheSelector() throws Exception {
    twoRequests(0);
    assertThat(onRequestThread(next::mayBeThere)).isFalse();
    assertThat(room.availablePermits()).isOne();
    send();
    assertThat(onRequestThread(next::mayBeThere)).isFalse();
    next.announced();
    assertThat(onRequestThread(next::mayBeThere)).isTrue();
  }

  @Test
  void endOfTheConnection_isSomethingToRead() throws Exception {
    twoRequests(0);
    client.close();
    assertThat(onRequestThread(next::mayBeThere)).isTrue();
  }

  /** One that is cheap, or of which there are few. */
  @Test
  void threadOfAnotherKind_doesNotWait() throws Exception {
    twoRequests(0);
    send();
    assertThat(next.mayBeThere()).isFalse();
  }

  @Test
  void withoutRoom_noThreadWaits() throws Exception {
    room.acquire();
    twoRequests(0);
    send();
    assertThat(onRequestThread(next::mayBeThere)).isFalse();
    assertThat(room.availablePermits()).isZero();
  }

  @Test
  void connectionThatWasGivenUp_isNotWaitedFor() throws Exception {
    twoRequests(0);
    send();
    assertThat(onRequestThread(next::mayBeThere)).isTrue();
    next.giveUp();
    next.giveUp();
    assertThat(room.availablePermits()).isOne();
    server.close();
    assertThat(onRequestThread(next::mayBeThere)).isFalse();
    assertThat(room.availablePermits()).isOne();
  }
}
