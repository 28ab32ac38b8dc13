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
          // What was mounted, or the server behind it, is gone.
          case ESTALE, ENOTCONN, ESHUTDOWN, EHOSTDOWN, EHOSTUNREACH -> FailureReason.UNAVAILABLE;
          default -> FailureReason.STORAGE_FAULT;
        };
    return new StorageException(
        reason, "storage: " + cause.getMessage(), FailureDetail.NONE, cause);
  }

  /**
   * A folder whose keys would have to be listed may not be read: a page without them would look
   * whole.
   *
   * @param folder path in the data folder
   */
  static StorageException closedFolder(String folder, ErrnoException cause) {
    return new StorageException(
        of(cause).reason(),
        "folder: "
            + folder
            + ": "
            + cause.errno()
            + " (expected: one that the agent's user may read and search)",
        FailureDetail.NONE,
        cause);
  }
}
