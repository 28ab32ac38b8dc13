package dev.sluice.agent.store.scrub;

import java.util.EnumMap;
import java.util.Map;

/**
 * The numbers of a scrub so far.
 *
 * @param bytes that were read
 * @param outcomes objects by what came of reading them
 */
public record ScrubCounts(long bytes, Map<ScrubOutcome, Long> outcomes) {
  /** The numbers of one that has not begun. */
  public static final ScrubCounts NONE = new ScrubCounts(0, Map.of());

  /** The objects that came to an outcome. */
  public long of(ScrubOutcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }

  /** All objects. */
  public long objects() {
    return outcomes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The same and more bytes. */
  ScrubCounts plusBytes(long more) {
    return new ScrubCounts(bytes + more, outcomes);
  }

  /** The same and one object more. */
  ScrubCounts plus(ScrubOutcome outcome) {
    Map<ScrubOutcome, Long> more = new EnumMap<>(ScrubOutcome.class);
    more.putAll(outcomes);
    more.merge(outcome, 1L, Long::sum);
    return new ScrubCounts(bytes, Map.copyOf(more));
  }
}
