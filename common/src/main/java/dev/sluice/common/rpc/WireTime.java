package dev.sluice.common.rpc;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Points in time, both ways. */
public final class WireTime {
  private WireTime() {}

  /** As a message. */
  public static Timestamp toProto(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /** From a message. Nanoseconds that are out of bounds carry over. */
  public static Instant toModel(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
