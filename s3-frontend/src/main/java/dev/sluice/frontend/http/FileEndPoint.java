package dev.sluice.frontend.http;

import dev.sluice.common.model.FileBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A socket that takes bytes from a file without their entering this process. To Jetty, which counts
 * the bytes of an answer by its buffers, such a write is one of a buffer that stands for them. When
 * its turn comes the storage moves as many as the socket takes, on a thread of its own; where it
 * takes no more, Jetty's selector waits for it as in any other write, with the same timeouts.
 */
final class FileEndPoint extends SocketChannelEndPoint {
  /** Most bytes of one write. */
  static final int MOST = 1 << 20;

  private static final ByteBuffer STAND_IN = ByteBuffer.allocateDirect(MOST).asReadOnlyBuffer();

  private final NextRequest nextRequest;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable FileWrite underWay;
  private boolean moving;
  private boolean closing;

  /**
   * An end point.
   *
   * @param waits room for connections whose next request a thread waits for
   */
  FileEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      Semaphore waits) {
    super(channel, selector, key, scheduler);
    nextRequest = new NextRequest(channel, waits, System::nanoTime);
  }

  /** The end point that a request came by, where it is one; null: it is encrypted. */
  static @Nullable FileEndPoint of(Request request) {
    return request.getConnectionMetaData().getConnection().getEndPoint() instanceof FileEndPoint own
        ? own
        : null;
  }

  /**
   * Prepares the next write, of bytes of a file.
   *
   * @param length at most {@link #MOST}, and what remains of the file's bytes
   */
  FileWrite prepare(FileBytes file, int length) {
    FileWrite next = new FileWrite(file, STAND_IN.duplicate().limit(length));
    lock.lock();
    try {
      underWay = next;
    } finally {
      lock.unlock();
    }
    return next;
  }

  /** The next request of the connection. */
  NextRequest nextRequest() {
    return nextRequest;
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    if (!(getConnection() instanceof RawPathConnectionFactory.Heads heads)
        || !heads.awaitsRequest()) {
      return super.fill(buffer);
    }
    if (!nextRequest.mayBeThere()) {
      return 0;
    }
    int filled = super.fill(buffer);
    if (filled > 0) {
      heads.begins();
    }
    return filled;
  }

  @Override
  public boolean flush(ByteBuffer... buffers) throws IOException {
    FileWrite write = writeOf(buffers);
    if (write == null) {
      return super.flush(buffers);
    }
    ByteBuffer[] before = Arrays.copyOf(buffers, buffers.length - 1);
    if (before.length > 0 && !super.flush(before)) {
      return false;
    }
    write.begin();
    if (write.settle()) {
      notIdle();
    }
    if (!write.isOver()) {
      return false;
    }
    forget();
    return true;
  }

  private void forget() {
    lock.lock();
    try {
      underWay = null;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable FileWrite writeOf(ByteBuffer... buffers) {
    lock.lock();
    try {
      boolean own =
          underWay != null
              && buffers.length > 0
              && underWay.isStoodForBy(buffers[buffers.length - 1]);
      return own ? underWay : null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  protected void onIncompleteFlush() {
    FileWrite next = nextMove();
    if (next == null) {
      super.onIncompleteFlush();
    } else {
      next.move(getChannel(), this::endMove);
    }
  }

  /** The write whose bytes are to be moved now; null: the socket has to take bytes first. */
  private @Nullable FileWrite nextMove() {
    lock.lock();
    try {
      FileWrite write = underWay;
      moving = write != null && write.wantsMove();
      return moving ? write : null;
    } finally {
      lock.unlock();
    }
  }

  private void endMove() {
    boolean close;
    lock.lock();
    try {
      moving = false;
      close = closing;
    } finally {
      lock.unlock();
    }
    if (close) {
      super.doClose();
    } else {
      getWriteFlusher().completeWrite();
    }
  }

  /**
   * Closes the socket once no move holds it: the JDK would wait for that, and a file system that
   * hangs would then hold the thread that closes, which serves other connections too.
   */
  @Override
  public void doClose() {
    nextRequest.giveUp();
    lock.lock();
    try {
      closing = true;
      if (moving) {
        return;
      }
    } finally {
      lock.unlock();
    }
    super.doClose();
  }

  @Override
  public boolean isOpen() {
    lock.lock();
    try {
      return !closing && super.isOpen();
    } finally {
      lock.unlock();
    }
  }
}
