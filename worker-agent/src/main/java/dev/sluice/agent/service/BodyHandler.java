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
  /** Messages under way to the storage: one that is written, one that is coming. */
  private static final int AHEAD = 2;

  private final Serving serving;
  private final BodyProtocol<M, T, A> protocol;

  BodyHandler(Serving serving, BodyProtocol<M, T, A> protocol) {
    this.serving = serving;
    this.protocol = protocol;
  }

  @Override
  public ServerCall.Listener<DataFrame<M>> startCall(
      ServerCall<DataFrame<M>, A> call, Metadata headers) {
    StoreCall<A> storeCall = StoreCall.begin(serving, call, headers);
    BodySteps<M, T, A> steps = new BodySteps<>(serving, protocol, call, storeCall);
    call.request(AHEAD);
    return new Listener<>(steps, storeCall);
  }

  /** Hands the call's events on. gRPC calls it from one thread at a time. */
  private static final class Listener<M extends MessageLite, T, A>
      extends ServerCall.Listener<DataFrame<M>> {
    private final BodySteps<M, T, A> steps;
    private final StoreCall<A> call;
    private boolean admitted;
    private boolean refused;

    Listener(BodySteps<M, T, A> steps, StoreCall<A> call) {
      this.steps = steps;
      this.call = call;
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
        steps.resume();
      } else {
        call.cancelled();
      }
    }

    @Override
    public void onComplete() {
      if (admitted) {
        steps.resume(); // gives back what came after the end
      }
    }

    private void next() {
      if (admitted) {
        steps.resume();
      } else if (!refused) {
        try {
          steps.admit();
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
