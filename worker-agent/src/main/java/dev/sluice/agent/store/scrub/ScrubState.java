package dev.sluice.agent.store.scrub;

import dev.sluice.agent.store.engine.object.ObjectName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * State of the scrub in the background, kept so that a start does not begin anew and forgets no
 * damage.
 *
 * @param begun when the pass began; null: none ever did
 * @param at the object that the pass goes on with; null where it has not come to one, or ended
 * @param ended when the last whole pass ended; null: none ever did
 * @param counts of the pass
 * @param damaged objects that were found damaged and may still be
 * @param further damaged objects of the pass that are not among them
 */
public record ScrubState(
    @Nullable Instant begun,
    @Nullable ObjectName at,
    @Nullable Instant ended,
    ScrubCounts counts,
    List<DamagedObject> damaged,
    long further) {
  /** The state before the first pass. */
  public static final ScrubState NONE =
      new ScrubState(null, null, null, ScrubCounts.NONE, List.of(), 0);

  /** Whether the pass that began last is not at its end. */
  public boolean isUnderWay() {
    return begun != null && (ended == null || ended.isBefore(begun));
  }
}
