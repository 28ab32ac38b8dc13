package dev.sluice.agent.store;

import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.request.Finish;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * The body of a put or a part: hashed and staged as it comes, stored when all that is said of it
 * was found true.
 *
 * @param <T> what it becomes
 */
final class ReceivedBody<T> implements BodyWriter<T> {
  private final Stage stage;
  private final long declaredLength;
  private final long maximumLength;
  private final Digests digests;
  private final Function<Digests.Computed, T> store;
  private boolean ended;

  /**
   * A body of which no byte came yet.
   *
   * @param declaredLength bytes that will come; -1: not known
   * @param digests of no bytes yet
   * @param store makes the staged bytes what they shall be
   */
  ReceivedBody(
      Stage stage,
      long declaredLength,
      long maximumLength,
      Digests digests,
      Function<Digests.Computed, T> store) {
    this.stage = stage;
    this.declaredLength = declaredLength;
    this.maximumLength = maximumLength;
    this.digests = digests;
    this.store = store;
  }

  /** Checks a length that was declared before the bytes. */
  static void checkDeclared(long length, long maximum) {
    if (length < -1) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID, "length: " + length + " (expected: at least 0)");
    }
    checkMaximum(length, maximum);
  }

  @Override
  public void write(ByteBuffer data) {
    checkRoom(data);
    digests.updateMd5(data);
    digests.updateOthers(data);
    stage.write(data);
  }

  @Override
  public void write(ByteBuffer data, Overlap overlap) {
    checkRoom(data);
    ByteBuffer same = data.duplicate();
    overlap.run(
        () -> digests.updateMd5(same),
        () -> {
          digests.updateOthers(data);
          stage.write(data);
        });
  }

  private void checkRoom(ByteBuffer data) {
    checkNotEnded();
    long length = stage.size() + data.remaining();
    checkMaximum(length, maximumLength);
    if (declaredLength >= 0 && length > declaredLength) {
      throw mismatch(length, declaredLength);
    }
  }

  @Override
  public T commit(Finish finish) {
    checkNotEnded();
    ended = true;
    if (finish.length() != stage.size()) {
      throw mismatch(stage.size(), finish.length());
    }
    if (declaredLength >= 0 && declaredLength != stage.size()) {
      throw mismatch(stage.size(), declaredLength);
    }
    return store.apply(digests.verify(finish));
  }

  @Override
  public void close() {
    ended = true;
    stage.close();
  }

  private void checkNotEnded() {
    if (ended) {
      throw new IllegalStateException("body: committed or closed (expected: open)");
    }
  }

  private static void checkMaximum(long length, long maximum) {
    if (length > maximum) {
      throw new StorageException(
          FailureReason.ENTITY_TOO_LARGE,
          "body: " + length + " bytes (expected: at most " + maximum + ")",
          new FailureDetail.Size(length, maximum));
    }
  }

  private static StorageException mismatch(long actual, long expected) {
    return new StorageException(
        FailureReason.LENGTH_MISMATCH,
        "body: " + actual + " bytes (expected: " + expected + ")",
        new FailureDetail.Size(actual, expected));
  }
}
