package dev.sluice.agent.store;

import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;

/** Failures that several subjects share, worded once. */
final class Refusals {
  private Refusals() {}

  static StorageException uploadNotFound(UploadId id) {
    return new StorageException(FailureReason.UPLOAD_NOT_FOUND, "upload id: " + id + ": not found");
  }

  /** Checks that a number of a request is one of those allowed. */
  static void requireWithin(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID,
          what + ": " + value + " (expected: " + least + ".." + most + ")");
    }
  }
}
