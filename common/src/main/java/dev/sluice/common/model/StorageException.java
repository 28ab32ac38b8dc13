package dev.sluice.common.model;

import dev.sluice.v1.FailureReason;
import org.jspecify.annotations.Nullable;

/**
 * A request failed for a reason that has a name. Callers act on {@link #reason()} and {@link
 * #detail()}, never on the message, which is for people and carries the value and what was
 * expected.
 *
 * <p>Most failures are answers, not defects, so no stack trace is taken unless there is a cause.
 */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final FailureReason reason;
  private final transient FailureDetail detail;

  /** A failure without typed detail. */
  public StorageException(FailureReason reason, String message) {
    this(reason, message, FailureDetail.NONE, null);
  }

  /** A failure with the detail its reason asks for. */
  public StorageException(FailureReason reason, String message, FailureDetail detail) {
    this(reason, message, detail, null);
  }

  /** A failure with a cause, which is logged and never sent to a client. */
  public StorageException(
      FailureReason reason, String message, FailureDetail detail, @Nullable Throwable cause) {
    super(message, cause, false, cause != null);
    this.reason = reason;
    this.detail = detail;
  }

  /** The failure of what is asked of a bucket that is not there. */
  public static StorageException noSuchBucket(BucketName bucket) {
    return new StorageException(
        FailureReason.BUCKET_NOT_FOUND, "there is no such bucket: " + bucket);
  }

  /** Why. */
  public FailureReason reason() {
    return reason;
  }

  /**
   * The numbers and names that belong to the reason; {@link FailureDetail#NONE} where there are
   * none.
   */
  public FailureDetail detail() {
    return detail;
  }

  /** The message; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
