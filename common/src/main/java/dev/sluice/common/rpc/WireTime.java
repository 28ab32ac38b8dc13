package dev.sluice.common.rpc;

import com.google.protobuf.Timestamp;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.DateTimeException;
import java.time.Instant;

/** Points in time, both ways. */
public final class WireTime {
  private WireTime() {}

  /** A time as a message. */
  public static Timestamp toProto(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /**
   * From a message. Nanoseconds that are out of bounds carry over; seconds that no calendar has are
   * {@code ARGUMENT_INVALID}.
   */
  public static Instant toModel(Timestamp time) {
    try {
      return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    } catch (DateTimeException | ArithmeticException e) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID,
          "time: second " + time.getSeconds() + " (expected: one of the years 0001 to 9999)",
          FailureDetail.NONE,
          e);
    }
  }
}
