package dev.sluice.frontend.rpc;

import io.grpc.StatusRuntimeException;
import java.util.Iterator;

/**
 * The answers to one call, as they come. For one thread.
 *
 * @param <A> an answer
 */
public final class AnswerStream<A> implements Iterator<A> {
  private final Iterator<A> answers;

  AnswerStream(Iterator<A> answers) {
    this.answers = answers;
  }

  /**
   * Waits for the next answer; false after the last.
   *
   * @throws dev.sluice.common.model.StorageException the failure that the call ended with
   */
  @Override
  public boolean hasNext() {
    try {
      return answers.hasNext();
    } catch (StatusRuntimeException e) {
      throw CallFailures.of(e.getStatus(), e.getTrailers());
    }
  }

  @Override
  public A next() {
    return answers.next();
  }
}
