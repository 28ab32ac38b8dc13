package dev.sluice.common.rpc;

import com.google.protobuf.MessageLite;
import dev.sluice.common.model.FileBytes;
import dev.sluice.common.model.StorageException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A message of a body's stream: a generated message without its {@code data} field, and the bytes
 * of that field as a {@link Chunk}, so that they cross the tiers without being copied into a
 * protobuf. On the wire it is the generated message.
 *
 * <p>The sender makes a frame with its chunk and sends it. In one process the receiver then gets
 * the same chunk; over a socket the chunk is given back as soon as it is written. A transport that
 * closes forgets what it had not delivered: the sender therefore {@linkplain #abandon() abandons}
 * the frames of a call that has ended. The receiver closes every frame it gets.
 *
 * @param <M> the generated message
 */
public final class DataFrame<M extends MessageLite> implements AutoCloseable {
  /** The owner of a frame's chunk. */
  private enum Custody {
    SENDER,
    RECEIVER,
    NOBODY
  }

  private final M message;
  private final Chunk data;
  private final @Nullable FileBytes file;
  private final @Nullable StorageException refusal;
  private final AtomicReference<Custody> custody;

  private DataFrame(
      M message,
      Chunk data,
      @Nullable FileBytes file,
      @Nullable StorageException refusal,
      Custody custody) {
    this.message = message;
    this.data = data;
    this.file = file;
    this.refusal = refusal;
    this.custody = new AtomicReference<>(custody);
  }

  /**
   * A frame to send.
   *
   * @param message with an empty {@code data} field
   * @param data at most {@link Chunk#MAX_BYTES} bytes; from now on the frame's
   */
  public static <M extends MessageLite> DataFrame<M> of(M message, Chunk data) {
    return new DataFrame<>(message, data, null, null, Custody.SENDER);
  }

  /**
   * A frame to send within this process: in place of its data the receiver gets what moves them
   * from their file to its socket.
   */
  public static <M extends MessageLite> DataFrame<M> of(M message, FileBytes file) {
    return new DataFrame<>(message, Chunk.EMPTY, file, null, Custody.SENDER);
  }

  /** A frame as it was received. */
  static <M extends MessageLite> DataFrame<M> received(M message, Chunk data) {
    return new DataFrame<>(message, data, null, null, Custody.RECEIVER);
  }

  /** The failure that arrived in place of a frame. */
  static <M extends MessageLite> DataFrame<M> refused(M message, StorageException refusal) {
    return new DataFrame<>(message, Chunk.EMPTY, null, refusal, Custody.RECEIVER);
  }

  /**
   * The message, without its data.
   *
   * @throws StorageException {@code REQUEST_INVALID} where what came is no such message, or its
   *     data are too long: marshallers cannot say so themselves
   */
  public M message() {
    if (refusal != null) {
      throw refusal;
    }
    return message;
  }

  /** The data; closed with the frame. */
  public Chunk data() {
    return data;
  }

  /** Bytes of a file in place of data; null: none. */
  public @Nullable FileBytes file() {
    return file;
  }

  /** Of a receiver: gives the data's memory back. */
  @Override
  public void close() {
    data.close();
  }

  /** Of a sender whose call has ended: gives the memory back if the frame was not received. */
  public void abandon() {
    if (custody.compareAndSet(Custody.SENDER, Custody.NOBODY)) {
      data.close();
    }
  }

  /** Whether a receiver has it or its memory is given back, so that there is nothing to abandon. */
  public boolean isGone() {
    return custody.get() != Custody.SENDER;
  }

  /** The same frame for a receiver in this process; null where it was abandoned. */
  @Nullable DataFrame<M> receive() {
    return custody.compareAndSet(Custody.SENDER, Custody.RECEIVER)
        ? new DataFrame<>(message, data, file, null, Custody.RECEIVER)
        : null;
  }
}
