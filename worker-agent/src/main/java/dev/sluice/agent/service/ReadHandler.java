package dev.sluice.agent.service;

import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.Chunk;
import dev.sluice.common.rpc.DataFrame;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.GetObjectResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;

/** Serves GetObject: bytes are read as the receiver takes them. */
final class ReadHandler
    implements ServerCallHandler<GetObjectRequest, DataFrame<GetObjectResponse>> {
  /**
   * Bytes that may wait in a socket's queue before the next are read, while few bodies are read.
   */
  private static final int ON_READY_BYTES = 2 * Chunk.MAX_BYTES;

  /** The same while many are: most of their readers are slow, or share the machine. */
  private static final int ON_READY_BYTES_OF_MANY = 64 * 1024;

  private final ServiceContext serving;
  private final ReadAdmission admission;

  ReadHandler(ServiceContext serving) {
    this.serving = serving;
    this.admission = new ReadAdmission(serving.buffers().budget());
  }

  @Override
  public ServerCall.Listener<GetObjectRequest> startCall(
      ServerCall<GetObjectRequest, DataFrame<GetObjectResponse>> call, Metadata headers) {
    RpcCall<DataFrame<GetObjectResponse>> storeCall = RpcCall.begin(serving, call, headers);
    ReadCall steps = new ReadCall(serving, call, storeCall, admission);
    call.setOnReadyThreshold(admission.isLarge() ? ON_READY_BYTES_OF_MANY : ON_READY_BYTES);
    call.request(2); // the second one would be a mistake, and lets the half-close through
    return new Listener(steps, storeCall);
  }

  /** Hands the call's events on. gRPC calls it from one thread at a time. */
  private static final class Listener extends ServerCall.Listener<GetObjectRequest> {
    private final ReadCall steps;
    private final RpcCall<DataFrame<GetObjectResponse>> call;
    private boolean asked;
    private boolean admitted;

    Listener(ReadCall steps, RpcCall<DataFrame<GetObjectResponse>> call) {
      this.steps = steps;
      this.call = call;
    }

    @Override
    public void onMessage(GetObjectRequest request) {
      steps.asked(request);
      asked = true;
    }

    @Override
    public void onHalfClose() {
      try {
        if (!asked) {
          throw new StorageException(
              FailureReason.REQUEST_INVALID, "messages: none (expected: one)");
        }
        steps.admitShort();
        admitted = true;
      } catch (StorageException e) {
        call.fail(e);
      }
    }

    @Override
    public void onReady() {
      if (admitted) {
        steps.resume();
      }
    }

    @Override
    public void onCancel() {
      if (admitted) {
        steps.cancelled();
        steps.resume();
      } else {
        call.cancelled();
      }
    }
  }
}
