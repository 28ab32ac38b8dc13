package dev.sluice.agent.service;

import com.google.protobuf.MessageLite;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.DataFrame;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;

/**
 * Serves the rpcs that take a body: messages are asked for as the storage takes their bytes, so
 * that a slow disk slows the sender.
 *
 * @param <M> the generated message
 * @param <T> what a commit gives
 * @param <A> the answer
 */
final class BodyHandler<M extends MessageLite, T, A> implements ServerCallHandler<DataFrame<M>, A> {
  private final ServiceContext serving;
  private final BodyProtocol<M, T, A> protocol;

  /** Whether storing a body waits for a disk. */
  private final boolean syncs;

  BodyHandler(ServiceContext serving, BodyProtocol<M, T, A> protocol) {
    this.serving = serving;
    this.protocol = protocol;
    this.syncs = serving.store().info().durability().equals("fsync");
  }

  @Override
  public ServerCall.Listener<DataFrame<M>> startCall(
      ServerCall<DataFrame<M>, A> call, Metadata headers) {
    RpcCall<A> storeCall = RpcCall.begin(serving, call, headers);
    WriteAdmission writers = serving.writers();
    try {
      call.request(writers.join());
    } catch (StorageException e) {
      storeCall.fail(e);
      return new ServerCall.Listener<>() {};
    }
    BodyCall<M, T, A> steps = new BodyCall<>(serving, protocol, syncs, call, storeCall);
    return new Listener<>(steps, storeCall, writers);
  }

  /** Hands the call's events on. gRPC calls it from one thread at a time. */
  private static final class Listener<M extends MessageLite, T, A>
      extends ServerCall.Listener<DataFrame<M>> {
    private final BodyCall<M, T, A> steps;
    private final RpcCall<A> call;
    private final WriteAdmission writers;
    private boolean admitted;
    private boolean refused;

    Listener(BodyCall<M, T, A> steps, RpcCall<A> call, WriteAdmission writers) {
      this.steps = steps;
      this.call = call;
      this.writers = writers;
    }

    @Override
    public void onMessage(DataFrame<M> frame) {
      if (refused) {
        frame.close();
        return;
      }
      steps.received(frame);
      next();
    }

    @Override
    public void onHalfClose() {
      steps.halfClosed();
      next();
    }

    @Override
    public void onCancel() {
      if (admitted) {
        steps.cancelled();
        steps.discard(); // at once: the storage may hang
        steps.resume();
      } else {
        call.cancelled();
      }
      writers.leave();
    }

    @Override
    public void onComplete() {
      steps.discard(); // what came after the end
      writers.leave();
    }

    private void next() {
      if (admitted) {
        steps.resumeUnlessEnded();
      } else if (!refused) {
        try {
          steps.admitFirst();
          admitted = true;
        } catch (StorageException e) {
          refused = true;
          steps.discard();
          call.fail(e);
        }
      }
    }
  }
}
