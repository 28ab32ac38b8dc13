package dev.sluice.agent.service;

import dev.sluice.common.model.Cancellation;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import io.grpc.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the caller of an rpc still waits. gRPC cancels the context of a call when its caller
 * goes, when the connection breaks, and, a moment late, when the deadline passes.
 *
 * @param context the rpc's
 * @param clock decides whether the deadline has passed
 * @param deadline null: none
 */
record GrpcCancellation(Context context, InstantSource clock, @Nullable Instant deadline)
    implements Cancellation {
  @Override
  public void check() {
    boolean late = deadline != null && !clock.instant().isBefore(deadline);
    if (late
        || (context.isCancelled() && context.cancellationCause() instanceof TimeoutException)) {
      throw new StorageException(
          FailureReason.DEADLINE_PASSED,
          "deadline: " + deadline + " has passed (expected: a later one)");
    }
    if (context.isCancelled()) {
      throw new StorageException(
          FailureReason.CALL_CANCELLED,
          "the call was cancelled (expected: a caller that waits for the answer)");
    }
  }
}
