package dev.sluice.agent.service;

import com.google.protobuf.MessageLite;
import dev.sluice.agent.store.BodyWriter;
import dev.sluice.common.model.CallContext;
import dev.sluice.v1.Finish;

/**
 * The differences between the rpcs that take a body.
 *
 * @param <M> the generated message
 * @param <T> what a commit gives
 * @param <A> the answer
 */
interface BodyProtocol<M extends MessageLite, T, A> {
  boolean hasHeader(M message);

  /** The name of the bucket in the header of the message; empty: none. */
  String bucket(M message);

  boolean hasFinish(M message);

  Finish finish(M message);

  /** Begins with the header of the message. */
  BodyWriter<T> begin(CallContext context, M message);

  /** Whether the header asks for a message that it was accepted. */
  boolean wantsAccepted(M message);

  A accepted();

  A committed(T result);
}
