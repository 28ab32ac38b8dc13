package dev.sluice.agent.store.local.upload;

import dev.sluice.agent.store.local.posix.ErrnoAction;
import dev.sluice.agent.store.local.posix.ErrnoCall;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps writers of parts and those who end an upload apart. A writer works in the epoch it began
 * in; who passes the fence alone has waited for all writers, and begins another epoch, which they
 * can never enter.
 */
final class Fence {
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

  /** Changes under the write-lock, read under either. */
  private long epoch;

  /** The preparation of a writer, done beside other writers. */
  interface Beginning<T> {
    T run(long epoch) throws ErrnoException;
  }

  <T> T begin(Beginning<T> beginning) {
    return ErrnoCall.locked(gate.readLock(), () -> beginning.run(epoch));
  }

  /** Does a writer's work, unless its epoch is over. */
  void work(long writersEpoch, ErrnoAction work) {
    boolean done =
        ErrnoCall.locked(
            gate.readLock(),
            () -> {
              if (writersEpoch != epoch) {
                return false;
              }
              work.run();
              return true;
            });
    if (!done) {
      throw closed();
    }
  }

  /** Does something alone; if it succeeds, no writer that was under way writes any more. */
  <T> T alone(ErrnoCall<T> guarded) {
    return ErrnoCall.locked(
        gate.writeLock(),
        () -> {
          T result = guarded.run();
          epoch++;
          return result;
        });
  }

  /** The same, of what has no result. */
  void runAlone(ErrnoAction action) {
    ErrnoAction.locked(
        gate.writeLock(),
        () -> {
          action.run();
          epoch++;
        });
  }

  static StorageException closed() {
    return new StorageException(
        FailureReason.UPLOAD_NOT_FOUND, "upload: completed, aborted or being completed");
  }
}
