package dev.sluice.agent.service;

import dev.sluice.common.metrics.OperationMetrics;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.CallMetadata;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.v1.FailureReason;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * One call, from its headers to its one end: on whose behalf it is, how it is answered, measured
 * and logged. After its start it is used by one thread at a time.
 *
 * @param <A> what it answers
 */
final class RpcCall<A> {
  private static final Logger LOG = LoggerFactory.getLogger(RpcCall.class);

  private final ServerCall<?, A> call;
  private final String operation;
  private final CallContext context;
  private final OperationMetrics.Measurement measurement;
  private final Duration slow;
  private final CallTimes times;
  private boolean answering;
  private boolean ended;

  private RpcCall(
      ServerCall<?, A> call,
      String operation,
      CallContext context,
      OperationMetrics.Measurement measurement,
      Duration slow) {
    this.call = call;
    this.operation = operation;
    this.context = context;
    this.measurement = measurement;
    this.slow = slow;
    this.times = new CallTimes(context.requestId());
  }

  /** Begins a call; to be called where gRPC's context of the call is current. */
  static <A> RpcCall<A> begin(ServiceContext serving, ServerCall<?, A> call, Metadata headers) {
    String operation = String.valueOf(call.getMethodDescriptor().getBareMethodName());
    Context grpc = Context.current();
    Instant deadline = instant(grpc.getDeadline(), serving.clock().instant());
    return new RpcCall<>(
        call,
        operation,
        CallMetadata.toContext(
            headers,
            deadline,
            serving.requestIds(),
            new GrpcCancellation(grpc, serving.clock(), deadline)),
        serving.metrics().start(operation),
        serving.slow());
  }

  private static @Nullable Instant instant(@Nullable Deadline deadline, Instant now) {
    return deadline == null ? null : now.plusNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
  }

  CallContext context() {
    return context;
  }

  OperationMetrics.Measurement measurement() {
    return measurement;
  }

  /** The times of the call, and the thread's name for its log records. */
  CallTimes times() {
    return times;
  }

  void send(A answer) {
    if (!answering) {
      answering = true;
      call.sendHeaders(new Metadata());
    }
    call.sendMessage(answer);
  }

  /** Ends the call well. */
  void succeed() {
    if (end()) {
      measurement.finished();
      call.close(Status.OK, new Metadata());
      log("ok", Level.DEBUG, null);
    }
  }

  /** Ends the call with the status that the failure stands for. */
  void fail(Throwable failure) {
    if (!end()) {
      log("failed after its end", Level.DEBUG, failure);
      return;
    }
    StorageException named = named(failure);
    measurement.failed(named.reason().name());
    StatusRuntimeException status = StorageStatus.toStatus(named);
    Metadata trailers = status.getTrailers();
    call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
    switch (named.reason()) {
      case INTERNAL, STORAGE_FAULT, TRANSFER_CORRUPTED ->
          log(named.reason() + ": " + named.getMessage(), Level.WARN, failure);
      default -> log(named.reason() + ": " + named.getMessage(), Level.DEBUG, null);
    }
  }

  /** Ends a call whose caller has gone. */
  void cancelled() {
    if (end()) {
      FailureReason reason = reasonOfCancelling();
      measurement.failed(reason.name());
      log(reason.name(), Level.DEBUG, null);
    }
  }

  /** gRPC cancels a call also when its deadline passes. */
  private FailureReason reasonOfCancelling() {
    try {
      context.requireWaiting();
      return FailureReason.CALL_CANCELLED;
    } catch (StorageException e) {
      return e.reason();
    }
  }

  private boolean end() {
    boolean first = !ended;
    ended = true;
    if (first && !slow.isZero() && times.inStorage().compareTo(slow) >= 0) {
      logSlow();
    }
    return first;
  }

  /** Its records carry the request's id, whichever thread writes them. */
  private void log(String message, Level level, @Nullable Throwable failure) {
    if (LOG.isEnabledForLevel(level)) {
      try (MDC.MDCCloseable _ = CallTimes.named(context.requestId())) {
        LOG.atLevel(level).setCause(failure).log("{}: {}", operation, message);
      }
    }
  }

  /**
   * Logs the call if the agent itself took long: waiting for the caller's next bytes, or for it to
   * take more, does not count.
   */
  private void logSlow() {
    try (MDC.MDCCloseable _ = CallTimes.named(context.requestId())) {
      LOG.atInfo()
          .addKeyValue("operation", operation)
          .addKeyValue("queue_ms", times.inQueue().toMillis())
          .addKeyValue("storage_ms", times.working().toMillis())
          .log("slow call");
    }
  }

  /**
   * The failure as the contract names it; one without a name is a defect, whose text stays in the
   * log.
   */
  private StorageException named(Throwable failure) {
    return failure instanceof StorageException named
        ? named
        : new StorageException(
            FailureReason.INTERNAL,
            "internal error (request id: " + context.requestId() + ")",
            FailureDetail.NONE,
            failure);
  }
}
