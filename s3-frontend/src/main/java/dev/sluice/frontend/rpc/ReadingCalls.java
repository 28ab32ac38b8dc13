package dev.sluice.frontend.rpc;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Calls that change nothing, as the contract says of them, so that they may be sent again. */
final class ReadingCalls {
  /** How often a waiting reader looks whether its agent is still known to answer. */
  static final Duration LOOK = Duration.ofSeconds(1);

  private ReadingCalls() {}

  /** Whether a call is one of them. */
  static boolean contain(MethodDescriptor<?, ?> method) {
    return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier contract
        && contract.getMethodDescriptor().getOptions().getIdempotencyLevel()
            == IdempotencyLevel.NO_SIDE_EFFECTS;
  }

  /**
   * The answer to a call, which is cancelled where the agent is lost meanwhile.
   *
   * @throws StatusRuntimeException as it failed
   * @throws StorageException {@code UNAVAILABLE} where the agent was lost
   */
  static <Q, A> A ask(ClientCall<Q, A> call, Q request, BooleanSupplier lost) {
    ListenableFuture<A> answer = ClientCalls.futureUnaryCall(call, request);
    try {
      while (true) {
        try {
          return answer.get(LOOK.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          requireThere(lost);
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StatusRuntimeException failure
          ? failure
          : Status.INTERNAL.withCause(e.getCause()).asRuntimeException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.withDescription("interrupted").withCause(e).asRuntimeException();
    } finally {
      answer.cancel(true);
    }
  }

  /**
   * Gives up an agent that is known by now not to answer.
   *
   * @throws StorageException {@code UNAVAILABLE}
   */
  static void requireThere(BooleanSupplier lost) {
    if (lost.getAsBoolean()) {
      throw new StorageException(FailureReason.UNAVAILABLE, "the agent answers no longer");
    }
  }
}
