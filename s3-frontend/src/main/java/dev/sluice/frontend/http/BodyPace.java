package dev.sluice.frontend.http;

import java.time.Duration;

/**
 * The slowest acceptable rate of a client that sends or takes a body. Only waiting for the client
 * counts: an agent that keeps both waiting does not count.
 *
 * @param timeout waiting that is allowed, however little was moved
 * @param leastRate bytes for each second of waiting beyond that, on average; 0 for as slowly as
 *     they like
 */
public record BodyPace(Duration timeout, long leastRate) {
  private static final Duration ENDLESS = Duration.ofDays(365);

  /** The remaining wait; zero or less where it was too long already. */
  Duration left(Duration waited, long moved) {
    if (leastRate == 0) {
      return ENDLESS;
    }
    long seconds = moved / leastRate;
    long nanos = (long) (1e9 * (moved % leastRate) / leastRate);
    return timeout.plusSeconds(seconds).plusNanos(nanos).minus(waited);
  }

  /** The message to a client that is slower. */
  String shortfall(Duration waited, long moved) {
    return "The client was waited for %d s to move %d bytes (expected: %d bytes a second, after %d s)"
        .formatted(waited.toSeconds(), moved, leastRate, timeout.toSeconds());
  }
}
