package dev.sluice.agent.store;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Times as they are kept. */
final class StoreTime {
  private StoreTime() {}

  /** Now, in the milliseconds that S3's documents show. */
  static Instant now(InstantSource clock) {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
