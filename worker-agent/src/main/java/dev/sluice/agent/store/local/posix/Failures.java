package dev.sluice.agent.store.local.posix;

import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The meaning of the kernel's errors for callers of the engine. */
public final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /**
   * The failure as callers know it. Where the storage refuses, people have to see to it: one record
   * says what was refused and where, as the answer does not.
   */
  public static StorageException of(ErrnoException cause) {
    FailureReason reason = reason(cause);
    if (reason == FailureReason.STORAGE_FULL || reason == FailureReason.STORAGE_READ_ONLY) {
      LOG.warn(
          "{}: {} {}: {} (errno {})",
          reason,
          cause.call(),
          cause.place(),
          cause.errno(),
          cause.number());
    }
    return new StorageException(
        reason, "storage: " + cause.getMessage(), FailureDetail.NONE, cause);
  }

  private static FailureReason reason(ErrnoException cause) {
    return switch (cause.errno()) {
      case ENOSPC, EDQUOT -> FailureReason.STORAGE_FULL;
      case EROFS, EACCES, EPERM -> FailureReason.STORAGE_READ_ONLY;
      case EMFILE, ENFILE, ENOMEM -> FailureReason.OVERLOADED;
      // What was mounted, or the server behind it, is gone.
      case ESTALE, ENOTCONN, ESHUTDOWN, EHOSTDOWN, EHOSTUNREACH -> FailureReason.UNAVAILABLE;
      default -> FailureReason.STORAGE_FAULT;
    };
  }

  /**
   * A folder whose keys would have to be listed may not be read: a page without them would look
   * whole.
   *
   * @param folder path in the data folder
   */
  public static StorageException closedFolder(String folder, ErrnoException cause) {
    return new StorageException(
        reason(cause),
        "folder: "
            + folder
            + ": "
            + cause.errno()
            + " (expected: one that the agent's user may read and search)",
        FailureDetail.NONE,
        cause);
  }
}
