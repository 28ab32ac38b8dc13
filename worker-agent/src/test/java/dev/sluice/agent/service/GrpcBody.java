package dev.sluice.agent.service;

import com.google.protobuf.ByteString;
import dev.sluice.agent.store.BodyWriter;
import dev.sluice.agent.store.request.Finish;
import dev.sluice.common.rpc.Chunk;
import dev.sluice.common.rpc.StorageStatus;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.nio.ByteBuffer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A body that goes to the agent message by message.
 *
 * @param <Q> the messages
 * @param <A> the answers
 * @param <T> what commit answers
 */
final class GrpcBody<Q, A, T> implements BodyWriter<T> {
  private final BlockingClientCall<Q, A> call;
  private final Function<ByteString, Q> data;
  private final Function<dev.sluice.v1.Finish, Q> finish;
  private final Function<A, T> committed;
  private boolean committing;

  GrpcBody(
      BlockingClientCall<Q, A> call,
      Function<ByteString, Q> data,
      Function<dev.sluice.v1.Finish, Q> finish,
      Function<A, T> committed) {
    this.call = call;
    this.data = data;
    this.finish = finish;
    this.committed = committed;
  }

  /** Sends the header and waits for the agent's word that it is good. */
  GrpcBody<Q, A, T> begin(Q header, Predicate<A> accepted) {
    send(header);
    A answer = answer();
    if (!accepted.test(answer)) {
      throw new IllegalStateException("answer: " + answer + " (expected: accepted)");
    }
    return this;
  }

  @Override
  public void write(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      int length = Math.min(bytes.remaining(), Chunk.MAX_BYTES);
      send(data.apply(ByteString.copyFrom(bytes, length)));
    }
  }

  @Override
  public T commit(Finish stated) {
    committing = true;
    send(finish.apply(ContractRequests.finish(stated)));
    call.halfClose();
    return committed.apply(answer());
  }

  @Override
  public void close() {
    if (!committing) {
      call.cancel("closed without commit", null);
    }
  }

  private void send(Q message) {
    try {
      if (!call.write(message)) {
        throw new IllegalStateException("call: ended (expected: open)");
      }
    } catch (StatusException e) {
      throw StorageStatus.fromStatus(e.getStatus(), e.getTrailers());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private A answer() {
    try {
      A answer = call.read();
      if (answer == null) {
        throw new IllegalStateException("answers: none (expected: one)");
      }
      return answer;
    } catch (StatusException e) {
      throw StorageStatus.fromStatus(e.getStatus(), e.getTrailers());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
