package dev.sluice.frontend.op;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnsafeByteOperations;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.rpc.BufferPool;
import dev.sluice.common.rpc.Chunk;
import dev.sluice.common.rpc.DataFrame;
import dev.sluice.common.rpc.PooledBuffer;
import dev.sluice.common.rpc.WireChecksum;
import dev.sluice.frontend.rpc.BodySender;
import dev.sluice.frontend.s3.RequestBody;
import dev.sluice.v1.Finish;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Moves a body from the client to the agent: one pooled buffer at a time, filled by the client's
 * pace and sent by the agent's. The finish message goes only after the body has ended and was
 * proven. A small body is one message. What goes over a wire is followed by its CRC-32C; within one
 * process the agent gets the very bytes.
 *
 * @param <Q> the messages sent
 * @param <A> the answers
 */
final class BodyTransfer<Q extends MessageLite, A> {
  private static final ByteBuffer NO_ROOM = ByteBuffer.allocate(0);

  /** Adds the finish to a message, which put and part have each their own type for. */
  @FunctionalInterface
  interface Finishing<Q> {
    /** The last message: the one given, and the finish. */
    Q finished(Q message, Finish finish);
  }

  private final BufferPool buffers;
  private final RequestBody body;
  private final BodySender<Q, A> sender;
  private final Q first;
  private final Q further;
  private final Finishing<Q> finishing;
  private final long declared;
  private final @Nullable CRC32C crc;
  private long sent;
  private boolean headerSent;

  /**
   * A transfer.
   *
   * @param first a message with the header, which announces a CRC-32C over a wire
   * @param further a message with nothing, for those that only carry data
   */
  BodyTransfer(
      BufferPool buffers,
      RequestBody body,
      BodySender<Q, A> sender,
      Q first,
      Q further,
      Finishing<Q> finishing) {
    this.buffers = buffers;
    this.body = body;
    this.sender = sender;
    this.crc = sender.isOverWire() ? new CRC32C() : null;
    this.first = first;
    this.further = further;
    this.finishing = finishing;
    this.declared = body.length().orElse(Long.MAX_VALUE);
  }

  /** Sends the whole body and returns what the agent committed. */
  A run() throws InterruptedException {
    if (body.clientWaits()) {
      sender.send(DataFrame.of(nextMessage(null), Chunk.EMPTY));
      sender.answer();
    }
    boolean ended = false;
    while (!ended) {
      PooledBuffer buffer = buffers.take(Math.max(1, declared - sent));
      try {
        ended = fill(buffer);
      } catch (Throwable e) {
        buffer.close();
        throw e;
      }
      sender.send(DataFrame.of(nextMessage(ended ? finish() : null), buffer));
    }
    sender.halfClose();
    return sender.answer();
  }

  private boolean fill(PooledBuffer buffer) throws InterruptedException {
    boolean ended = body.read(buffer.buffer());
    buffer.flip();
    sent += buffer.remaining();
    if (crc != null) {
      crc.update(buffer.whole());
    }
    // All that was declared is here: see the end, and its proof, before another message is made for
    // it.
    return ended || (sent == declared && body.read(NO_ROOM));
  }

  private Q nextMessage(@Nullable Finish finish) {
    Q message = headerSent ? further : first;
    headerSent = true;
    return finish == null ? message : finishing.finished(message, finish);
  }

  private Finish finish() {
    Finish.Builder finish = Finish.newBuilder().setLength(sent);
    if (crc != null) {
      finish.setCrc32C((int) crc.getValue());
    }
    byte[] md5 = body.digests().contentMd5();
    if (md5 != null) {
      ByteString stated = UnsafeByteOperations.unsafeWrap(md5);
      finish.setStatedMd5(stated);
    }
    ChecksumValue checksum = StatedDigests.stated(body);
    if (checksum != null) {
      finish.setStatedChecksum(WireChecksum.toProto(checksum));
    }
    return finish.build();
  }
}
