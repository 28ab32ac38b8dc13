package dev.sluice.agent.service;

import com.google.protobuf.MessageLite;
import dev.sluice.agent.store.BodyWriter;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.BufferPool;
import dev.sluice.common.rpc.Chunk;
import dev.sluice.common.rpc.DataFrame;
import dev.sluice.common.rpc.PooledBuffer;
import dev.sluice.v1.FailureReason;
import io.grpc.ServerCall;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A body on its way into the storage: header first, then bytes, stored only by the finish. */
final class BodyCall<M extends MessageLite, T, A> extends SerialTask {
  private final StorageThreads threads;
  private final BufferPool buffers;
  private final BodyProtocol<M, T, A> protocol;
  private final boolean syncs;
  private final ServerCall<?, A> transport;
  private final RpcCall<A> call;
  private final Queue<DataFrame<M>> received = new ConcurrentLinkedQueue<>();
  private volatile @Nullable StoragePool pool;
  private volatile boolean halfClosed;
  private volatile boolean cancelled;
  private @Nullable BodyWriter<T> writer;
  private volatile boolean ended;

  BodyCall(
      ServiceContext serving,
      BodyProtocol<M, T, A> protocol,
      boolean syncs,
      ServerCall<?, A> transport,
      RpcCall<A> call) {
    super(call.times());
    this.threads = serving.pool();
    this.buffers = serving.buffers();
    this.protocol = protocol;
    this.syncs = syncs;
    this.transport = transport;
    this.call = call;
  }

  void received(DataFrame<M> frame) {
    received.add(frame);
  }

  /** Of the first message, which is to have the header. */
  @Override
  StoragePool pool() {
    StoragePool chosen = pool;
    if (chosen == null) {
      DataFrame<M> first = received.peek();
      chosen = threads.of(first == null ? "" : bucket(first));
      pool = chosen;
    }
    return chosen;
  }

  private String bucket(DataFrame<M> first) {
    try {
      return protocol.bucket(first.message());
    } catch (StorageException e) {
      return ""; // no message at all, as the first step finds
    }
  }

  /**
   * Asks for the first step, as {@link #admit} does. A body that is whole in its first message, and
   * for which no disk is waited, is stored at once where that may be.
   */
  void admitFirst() {
    if (!syncs && isWhole(received.peek())) {
      admitShort();
    } else {
      admit();
    }
  }

  private boolean isWhole(@Nullable DataFrame<M> first) {
    try {
      return first != null && protocol.hasFinish(first.message());
    } catch (StorageException e) {
      return false; // no message at all, as the first step finds
    }
  }

  /** Asks for a further step, where there is something left to do. */
  void resumeUnlessEnded() {
    if (ended) {
      discard();
    } else {
      resume();
    }
  }

  void halfClosed() {
    halfClosed = true;
  }

  void cancelled() {
    cancelled = true;
  }

  /** Gives back what came and will not be used. */
  void discard() {
    for (DataFrame<M> frame = received.poll(); frame != null; frame = received.poll()) {
      frame.close();
    }
  }

  @Override
  boolean step() {
    try {
      while (!ended && !cancelled && takeNext()) {
        // until nothing more has come
      }
    } catch (RuntimeException | Error e) { // every end of a call is reported to its caller
      end();
      call.fail(e);
    }
    if (cancelled && !ended) {
      end();
      call.cancelled();
    }
    if (ended) {
      discard();
    }
    return false;
  }

  private boolean takeNext() {
    boolean last = halfClosed; // read before the queue: what came before it is in there
    try (DataFrame<M> frame = received.poll()) {
      if (frame != null) {
        call.context().requireWaiting();
        take(frame);
        return true;
      }
    }
    if (last) {
      throw invalid("the stream ended without finish (expected: finish in its last message)");
    }
    return false;
  }

  private void take(DataFrame<M> frame) {
    M message = frame.message();
    if (writer == null) {
      begin(message);
    } else if (protocol.hasHeader(message)) {
      throw invalid("header: a second one (expected: only in the first message)");
    }
    boolean last = protocol.hasFinish(message);
    write(frame.data(), last);
    if (last) {
      T result = current().commit(StoreRequests.finish(protocol.finish(message)));
      end();
      call.send(protocol.committed(result));
      call.succeed();
    } else {
      transport.request(1);
    }
  }

  private void begin(M message) {
    if (!protocol.hasHeader(message)) {
      throw invalid("header: none (expected: in the first message)");
    }
    writer = protocol.begin(call.context(), message);
    if (protocol.wantsAccepted(message)) {
      call.send(protocol.accepted());
    }
  }

  private void write(Chunk data, boolean last) {
    int length = data.remaining();
    if (length == 0) {
      return;
    }
    if (length > Chunk.MAX_BYTES) {
      throw invalid("data: " + length + " bytes (expected: at most " + Chunk.MAX_BYTES + ")");
    }
    ByteBuffer whole = data.whole();
    if (whole != null) {
      write(whole, last);
    } else {
      writeGathered(data, last);
    }
    call.measurement().received(length);
  }

  /** The transport's pieces are small; the storage gets them joined. */
  private void writeGathered(Chunk data, boolean last) {
    try (PooledBuffer joined = buffers.take(data.remaining())) {
      while (data.remaining() > 0) {
        ByteBuffer buffer = joined.buffer().clear();
        data.transferTo(buffer);
        write(buffer.flip(), last);
      }
    }
  }

  /** The only message of a small body is its last one: such bodies keep to one thread. */
  private void write(ByteBuffer bytes, boolean last) {
    if (last || bytes.remaining() < WriteOverlap.LEAST_BYTES) {
      current().write(bytes);
    } else {
      current().write(bytes, pool().overlap());
    }
  }

  private BodyWriter<T> current() {
    BodyWriter<T> current = writer;
    if (current == null) {
      throw new IllegalStateException("no header yet");
    }
    return current;
  }

  /** Closes the writer, which stores nothing unless it was committed. */
  private void end() {
    ended = true;
    BodyWriter<T> last = writer;
    writer = null;
    if (last != null) {
      last.close();
    }
  }

  private static StorageException invalid(String message) {
    return new StorageException(FailureReason.REQUEST_INVALID, message);
  }
}
