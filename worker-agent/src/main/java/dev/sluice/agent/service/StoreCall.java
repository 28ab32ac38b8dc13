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
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call, from its headers to its one end: on whose behalf it is, how it is answered, measured
 * and logged. After its start it is used by one thread at a time.
 *
 * @param <A> what it answers
 */
final class StoreCall<A> {
  private static final Logger LOG = LoggerFactory.getLogger(StoreCall.class);

  private final ServerCall<?, A> call;
  private final String operation;
  private final CallContext context;
  private final OperationMetrics.Measurement measurement;
  private boolean answering;
  private boolean ended;

  private StoreCall(
      ServerCall<?, A> call,
      String operation,
      CallContext context,
      OperationMetrics.Measurement measurement) {
    this.call = call;
    this.operation = operation;
    this.context = context;
    this.measurement = measurement;
  }

  /** Begins a call; to be called where gRPC's context of the call is current. */
  static <A> StoreCall<A> begin(Serving serving, ServerCall<?, A> call, Metadata headers) {
    String operation = String.valueOf(call.getMethodDescriptor().getBareMethodName());
    Context grpc = Context.current();
    Instant deadline = instant(grpc.getDeadline(), serving.clock().instant());
    return new StoreCall<>(
        call,
        operation,
        CallMetadata.toContext(
            headers,
            deadline,
            serving.requestIds(),
            new CallPatience(grpc, serving.clock(), deadline)),
        serving.metrics().start(operation));
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
      LOG.debug("{} {}: ok", context.requestId(), operation);
    }
  }

  /** Ends the call with the status that the failure stands for. */
  void fail(Throwable failure) {
    if (!end()) {
      LOG.debug("{} {}: failed after its end", context.requestId(), operation, failure);
      return;
    }
    StorageException named = named(failure);
    measurement.failed(named.reason().name());
    StatusRuntimeException status = StorageStatus.toStatus(named);
    Metadata trailers = status.getTrailers();
    call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
    switch (named.reason()) {
      case INTERNAL, STORAGE_FAULT, TRANSFER_CORRUPTED ->
          LOG.warn("{} {}: {}", context.requestId(), operation, named.getMessage(), failure);
      default ->
          LOG.debug(
              "{} {}: {}: {}", context.requestId(), operation, named.reason(), named.getMessage());
    }
  }

  /** Ends a call that nobody waits for any longer. */
  void cancelled() {
    if (end()) {
      FailureReason reason = reasonOfCancelling();
      measurement.failed(reason.name());
      LOG.debug("{} {}: {}", context.requestId(), operation, reason);
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
    return first;
  }

  /** What has no name is a defect; its text stays in the log. */
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
