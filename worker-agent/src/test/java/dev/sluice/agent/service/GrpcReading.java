package dev.sluice.agent.service;

import dev.sluice.agent.store.ObjectReading;
import dev.sluice.agent.store.engine.object.OpenFile;
import dev.sluice.agent.store.request.ObjectHead;
import dev.sluice.common.model.ByteSpan;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.v1.FileGrant;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.GetObjectResponse;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** A body that comes from the agent message by message. */
final class GrpcReading implements ObjectReading {
  private final BlockingClientCall<GetObjectRequest, GetObjectResponse> call;
  private final GetObjectResponse first;
  private final ObjectHead head;
  private ByteBuffer pending;
  private long left;
  private boolean ended;

  private GrpcReading(BlockingClientCall<GetObjectRequest, GetObjectResponse> call) {
    this.call = call;
    GetObjectResponse message = next();
    if (message == null) {
      throw new IllegalStateException("messages: none (expected: at least one)");
    }
    first = message;
    head = ContractAnswers.head(first.getInfo(), first.hasSpan(), first.getSpan());
    ByteSpan span = head.span();
    left = span == null ? head.info().size() : span.length();
    pending = first.getData().asReadOnlyByteBuffer();
  }

  /**
   * Waits for the first message, which says what was found.
   *
   * @param files takes the file that it may grant in the place of bytes; null: none is wanted
   */
  static ObjectReading begin(
      BlockingClientCall<GetObjectRequest, GetObjectResponse> call, @Nullable FileTaker files) {
    GrpcReading reading = new GrpcReading(call);
    if (files == null || !reading.first.hasGrant()) {
      return reading;
    }
    reading.awaitEnd();
    FileGrant grant = reading.first.getGrant();
    return new PassedReading(reading.head, grant, files.take(grant.getTicket().toByteArray()));
  }

  @Override
  public ObjectHead head() {
    return head;
  }

  @Override
  public long read(ByteBuffer target) {
    while (target.hasRemaining() && left > 0) {
      if (!pending.hasRemaining()) {
        pending = nextData();
      }
      int length = Math.min(target.remaining(), pending.remaining());
      target.put(pending.slice(pending.position(), length));
      pending.position(pending.position() + length);
      left -= length;
    }
    if (left == 0 && !ended) {
      awaitEnd();
    }
    return left;
  }

  @Override
  public boolean canMove() {
    return false;
  }

  @Override
  public int move(int most, WritableByteChannel target) {
    throw new UnsupportedOperationException("bytes come in messages");
  }

  @Override
  public @Nullable OpenFile openFile() {
    return null;
  }

  @Override
  public void close() {
    if (!ended) {
      call.cancel("closed before its end", null);
    }
  }

  private ByteBuffer nextData() {
    GetObjectResponse message = next();
    if (message == null) {
      throw new IllegalStateException("messages: ended " + left + " bytes early");
    }
    return message.getData().asReadOnlyByteBuffer();
  }

  /** Only the status says that all bytes came and are good. */
  private void awaitEnd() {
    GetObjectResponse more = next();
    if (more != null) {
      throw new IllegalStateException("messages: " + more + " (expected: the end)");
    }
    ended = true;
  }

  private @Nullable GetObjectResponse next() {
    try {
      return call.read();
    } catch (StatusException e) {
      ended = true;
      throw StorageStatus.fromStatus(e.getStatus(), e.getTrailers());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
