package dev.sluice.agent.store;

import dev.sluice.common.model.UploadId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Makes upload ids: the time of beginning in milliseconds, never the same twice, so that ids sort
 * by it, and 160 random bits.
 */
public final class UploadIds implements Supplier<UploadId> {
  private static final int RANDOM_BYTES = 20;
  private static final int TIME_DIGITS = 12;

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong lastTime = new AtomicLong();

  /** Makes ids of a clock's times. */
  public UploadIds(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public UploadId get() {
    byte[] secret = new byte[RANDOM_BYTES];
    random.nextBytes(secret);
    long time = lastTime.updateAndGet(last -> Math.max(last + 1, clock.millis()));
    HexFormat hex = HexFormat.of();
    return new UploadId(hex.toHexDigits(time, TIME_DIGITS) + hex.formatHex(secret));
  }
}
