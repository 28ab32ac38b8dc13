package dev.sluice.agent.store.local;

import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;

/** What the kernel's errors mean to callers of the engine. */
final class Failures {
  private Failures() {}

  static StorageException of(ErrnoException cause) {
    FailureReason reason =
        switch (cause.errno()) {
          case ENOSPC, EDQUOT -> FailureReason.STORAGE_FULL;
          case EROFS, EACCES, EPERM -> FailureReason.STORAGE_READ_ONLY;
          case EMFILE, ENFILE, ENOMEM -> FailureReason.OVERLOADED;
          default -> FailureReason.STORAGE_FAULT;
        };
    return new StorageException(
        reason, "storage: " + cause.getMessage(), FailureDetail.NONE, cause);
  }

  /** Something from outside, neither an object nor a directory, lies where an object has to. */
  static StorageException inTheWay(ObjectPath path) {
    return new StorageException(
        FailureReason.STORAGE_FAULT,
        "in the way of the key: " + path + " (expected: a file, a directory or nothing)");
  }
}
