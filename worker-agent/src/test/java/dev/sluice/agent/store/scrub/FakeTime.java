package dev.sluice.agent.store.scrub;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Time that passes only where somebody waits. */
final class FakeTime implements InstantSource, LongSupplier, Pause {
  private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");

  private long nanos;

  @Override
  public Instant instant() {
    return BEGUN.plusNanos(nanos);
  }

  @Override
  public long getAsLong() {
    return nanos;
  }

  @Override
  public void forNanos(long wait) {
    nanos += wait;
  }

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  /** Time since the beginning. */
  Duration passed() {
    return Duration.ofNanos(nanos);
  }
}
