package dev.sluice.frontend.http;

import java.time.Duration;

/**
 * The limits of reading from clients whose answer is out while they send: the bounds of a {@link
 * LingeringConnection}.
 *
 * @param bytes that are read and dropped of one connection
 * @param time for which one connection is read
 * @param silence after which nothing more is expected of one
 * @param connections that are read at the same time; any other is closed at once
 */
public record LingerLimits(long bytes, Duration time, Duration silence, int connections) {
  /** Room for the whole of a part as most clients send them, over a slow line as well. */
  public static final LingerLimits STANDARD =
      new LingerLimits(128L << 20, Duration.ofSeconds(30), Duration.ofSeconds(5), 1000);
}
