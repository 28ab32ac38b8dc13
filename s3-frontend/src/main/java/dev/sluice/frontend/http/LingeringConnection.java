package dev.sluice.frontend.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose last answer is out while its client may still be sending: it closes in stages
 * (RFC 9112 section 9.6). It says that no more will come, goes on reading and drops what it reads,
 * within {@link LingerLimits}, and then closes. Closed at once, the kernel would reset it, and a
 * client that writes first and reads then would not see the answer.
 */
final class LingeringConnection extends AbstractConnection implements Connection.UpgradeTo {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Connector connector;
  private final LingerLimits limits;
  private final Semaphore room;
  private final long begun = System.nanoTime();

  /** Whether a permit of the room is held; setting it to false gives the permit back. */
  private final AtomicBoolean admitted = new AtomicBoolean();

  private long dropped;

  /**
   * A connection that takes an end point over.
   *
   * @param room of the connections that may linger at the same time
   */
  LingeringConnection(Connector connector, EndPoint endPoint, LingerLimits limits, Semaphore room) {
    super(endPoint, connector.getExecutor());
    this.connector = connector;
    this.limits = limits;
    this.room = room;
  }

  /** Takes what was read for another request that is none any more. */
  @Override
  public void onUpgradeTo(@Nullable ByteBuffer unread) {
    dropped += unread == null ? 0 : unread.remaining();
  }

  @Override
  public void onOpen() {
    super.onOpen();
    // The permit comes first: where the client sends no more, shutdownOutput closes the end point,
    // and onClose runs once, on another thread. Of an earlier close the former connection heard.
    admitted.set(room.tryAcquire());
    getEndPoint().shutdownOutput();
    if (admitted.get() && getEndPoint().isOpen()) {
      getEndPoint().setIdleTimeout(limits.silence().toMillis());
      fillInterested();
    } else {
      leave();
      close();
    }
  }

  private void leave() {
    if (admitted.getAndSet(false)) {
      room.release();
    }
  }

  @Override
  public void onFillable() {
    RetainableByteBuffer buffer = connector.getByteBufferPool().acquire(BUFFER_BYTES, false);
    try {
      int read = drop(buffer.getByteBuffer());
      while (read > 0 && isWithinLimits()) {
        read = drop(buffer.getByteBuffer());
      }
      if (read == 0 && isWithinLimits()) {
        fillInterested();
      } else {
        close();
      }
    } catch (IOException e) {
      close(); // the client has gone
    } finally {
      buffer.release();
    }
  }

  private int drop(ByteBuffer buffer) throws IOException {
    buffer.clear().flip(); // an end point appends
    int read = getEndPoint().fill(buffer);
    dropped += Math.max(0, read);
    return read;
  }

  private boolean isWithinLimits() {
    return dropped <= limits.bytes() && System.nanoTime() - begun <= limits.time().toNanos();
  }

  @Override
  public void onClose(@Nullable Throwable cause) {
    leave();
    super.onClose(cause);
  }
}
