package dev.sluice.agent.store.quota;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The times at which a bucket is counted: when something is not known for sure, when a change from
 * outside was met, and once in a while. Between two counts there is a rest. Safe for use by many
 * threads.
 */
final class CountPlan {
  /** After so long a bucket is counted again: what others removed is met by no request. */
  static final Duration PERIOD = Duration.ofDays(1);

  /** Shortest time between the end of a count and the next one. */
  static final Duration LEAST_REST = Duration.ofMinutes(1);

  /** Shortest time between two counts, as a multiple of the time that the first one took. */
  static final int REST_FACTOR = 10;

  private @Nullable Instant counted;
  private @Nullable Instant begun;
  private Instant restUntil = Instant.MIN;
  private boolean requested;

  /**
   * The plan of a bucket.
   *
   * @param counted when its last complete count began; null: never
   * @param exact whether nothing has happened since that is not known
   */
  CountPlan(@Nullable Instant counted, boolean exact) {
    this.counted = counted;
    begun = counted;
    requested = !exact;
  }

  /** When the last complete count began; null: there was none. */
  synchronized @Nullable Instant counted() {
    return counted;
  }

  /** Asks for a count. */
  synchronized void request() {
    requested = true;
  }

  /**
   * Asks for a count if there was none since somebody else changed a file.
   *
   * @param changed when that was; a time to come is no time of a change
   */
  synchronized void requestFor(Instant changed, Instant now) {
    if (!changed.isAfter(now) && (begun == null || !changed.isBefore(begun))) {
      requested = true;
    }
  }

  /**
   * Whether a step is to be taken.
   *
   * @param counting whether a count is under way
   */
  synchronized boolean isDue(boolean counting, Instant now) {
    boolean wanted = counting || requested || counted == null || !counted.plus(PERIOD).isAfter(now);
    return wanted && !restUntil.isAfter(now);
  }

  /** Takes no step for a while. */
  synchronized void rest(Instant now) {
    restUntil = now.plus(LEAST_REST);
  }

  synchronized void begin(Instant now) {
    begun = now;
    requested = false;
  }

  synchronized void end(Instant now) {
    Instant beginning = begun == null ? now : begun;
    Duration took = Duration.between(beginning, now);
    Duration rest = took.multipliedBy(REST_FACTOR);
    counted = beginning;
    restUntil = now.plus(rest.compareTo(LEAST_REST) > 0 ? rest : LEAST_REST);
  }
}
