package dev.sluice.engine.alluxio;

import alluxio.exception.AccessControlException;
import alluxio.exception.AlluxioException;
import alluxio.exception.FileDoesNotExistException;
import alluxio.exception.InvalidPathException;
import alluxio.exception.status.AlluxioStatusException;
import alluxio.exception.status.NotFoundException;
import alluxio.exception.status.PermissionDeniedException;
import alluxio.exception.status.ResourceExhaustedException;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** The meaning of Alluxio's failures for callers of the engine. */
final class AlluxioFailures {
  private AlluxioFailures() {}

  /** Whether a failure says that nothing is at a path, or that it leads through a file. */
  static boolean isAbsence(Exception failure) {
    return failure instanceof FileDoesNotExistException
        || failure instanceof InvalidPathException
        || failure instanceof NotFoundException;
  }

  /**
   * The failure as callers know it.
   *
   * @param what was asked of which path
   */
  static StorageException of(String what, Exception failure) {
    if (failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException)) {
      Thread.currentThread().interrupt();
    }
    return new StorageException(
        reason(failure), "alluxio: " + what + ": " + line(failure), FailureDetail.NONE, failure);
  }

  private static FailureReason reason(Exception failure) {
    return switch (failure) {
      case AccessControlException _, PermissionDeniedException _ -> FailureReason.STORAGE_READ_ONLY;
      case ResourceExhaustedException _ -> FailureReason.STORAGE_FULL;
      // Of a file that the agent is writing: its folder was taken.
      case FileDoesNotExistException _,
          InvalidPathException _,
          NotFoundException _,
          InterruptedIOException _,
          SocketException _,
          UnknownHostException _ ->
          FailureReason.UNAVAILABLE;
      case AlluxioStatusException status ->
          switch (status.getStatusCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, ABORTED -> FailureReason.UNAVAILABLE;
            default -> FailureReason.STORAGE_FAULT;
          };
      case AlluxioException _ -> FailureReason.STORAGE_FAULT;
      default -> FailureReason.STORAGE_FAULT;
    };
  }

  /** The first line of what Alluxio says, without its stack. */
  private static String line(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    int end = message.indexOf('\n');
    return failure.getClass().getSimpleName()
        + ": "
        + (end < 0 ? message : message.substring(0, end));
  }
}
