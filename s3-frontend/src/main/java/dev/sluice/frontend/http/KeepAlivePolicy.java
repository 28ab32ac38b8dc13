package dev.sluice.frontend.http;

import java.time.Duration;

/**
 * The times at which a long answer begins before its outcome is known, so that no proxy takes the
 * connection for dead.
 *
 * @param beforeFirstByte how long the client waits for a status that still can be an error's
 * @param interval between the white space sent from then on
 */
public record KeepAlivePolicy(Duration beforeFirstByte, Duration interval) {
  /** Well below the half minute after which the most impatient SDK gives a connection up. */
  public static final KeepAlivePolicy STANDARD =
      new KeepAlivePolicy(Duration.ofSeconds(10), Duration.ofSeconds(10));
}
