package dev.sluice.frontend.http;

import dev.sluice.common.rpc.CallerRunsThread;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The next request of a connection. Where a client sends one right after the other, the thread that
 * has served the last waits a moment for the next. That spares the way by Jetty's selector: two
 * changes of threads, and more system calls than serving the request takes.
 *
 * <p>Used by the one thread that reads from the connection; {@link #giveUp} by any.
 */
final class NextRequest {
  /** Longest wait of a thread. A client that took longer the last time is not waited for. */
  static final Duration LONGEST = Duration.ofMillis(5);

  private final SocketChannel channel;
  private final Semaphore room;
  private final LongSupplier nanoTime;

  /** Of a connection whose requests are waited for; it stays from one to the next. */
  private final AtomicReference<@Nullable Selector> waiting = new AtomicReference<>();

  private boolean announced;
  private boolean soon;

  /** When the last request was over, by the clock; null: there was none. */
  private @Nullable Long free;

  /**
   * The requests of a connection.
   *
   * @param room for connections whose requests are waited for by a thread each
   */
  NextRequest(SocketChannel channel, Semaphore room, LongSupplier nanoTime) {
    this.channel = channel;
    this.room = room;
    this.nanoTime = nanoTime;
  }

  /** Bytes have come, says Jetty's selector. */
  void announced() {
    announced = true;
  }

  /**
   * Whether bytes of the next request may be there; waits for them where that is worth it. Without
   * them there is nothing to be read: the selector will announce what comes later.
   */
  boolean mayBeThere() throws IOException {
    if (announced) {
      announced = false;
      soon = free != null && nanoTime.getAsLong() - free <= LONGEST.toNanos();
      return true;
    }
    free = nanoTime.getAsLong();
    soon = soon && CallerRunsThread.isCurrent() && comes();
    if (!soon) {
      giveUp();
    }
    return soon;
  }

  private boolean comes() throws IOException {
    Selector own = waiting.get();
    if (own == null) {
      own = begin();
    }
    try {
      return own != null && own.select(key -> {}, LONGEST.toMillis()) > 0;
    } catch (ClosedSelectorException e) {
      return false; // given up meanwhile
    }
  }

  private @Nullable Selector begin() {
    if (!room.tryAcquire()) {
      return null;
    }
    Selector own;
    try {
      own = Selector.open();
    } catch (IOException e) {
      room.release();
      return null; // the descriptors are used up
    }
    waiting.set(own); // from here on giveUp() gives the room back
    try {
      channel.register(own, SelectionKey.OP_READ);
      return own;
    } catch (ClosedChannelException | ClosedSelectorException e) {
      return null;
    }
  }

  /** Lets go of the connection, and of the thread that waits. */
  void giveUp() {
    Selector own = waiting.getAndSet(null);
    if (own == null) {
      return;
    }
    try {
      own.close();
    } catch (IOException e) {
      throw new IllegalStateException("a selector does not close", e);
    } finally {
      room.release();
    }
  }
}
