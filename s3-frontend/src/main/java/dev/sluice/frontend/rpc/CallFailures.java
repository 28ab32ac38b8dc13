package dev.sluice.frontend.rpc;

import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.v1.FailureReason;
import io.grpc.Metadata;
import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Exception;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * The failures of calls: those of agents, and those of what stands at an agent's address and does
 * not speak gRPC. For the latter gRPC has codes of all kinds; for a frontend no agent is there.
 */
final class CallFailures {
  /** The prefix of the description that gRPC gives to a status made of one of HTTP. */
  private static final String HTTP_STATUS = "HTTP status code ";

  private CallFailures() {}

  /**
   * The failure that a call ended with.
   *
   * @param trailers those that came with it; null: none
   */
  static StorageException of(Status status, @Nullable Metadata trailers) {
    StorageException failure = StorageStatus.fromStatus(status, trailers);
    String description = status.getDescription();
    boolean httpAlone = description != null && description.startsWith(HTTP_STATUS);
    Throwable cause = status.getCause();
    if (!httpAlone && !(cause instanceof Http2Exception)) {
      return failure;
    }
    // An answer of HTTP is in the description as a whole: its first line says enough.
    String first = failure.getMessage().lines().findFirst().orElse(HTTP_STATUS);
    return new StorageException(
        FailureReason.UNAVAILABLE,
        first,
        FailureDetail.NONE,
        cause == null ? new ProtocolException(first) : cause);
  }
}
