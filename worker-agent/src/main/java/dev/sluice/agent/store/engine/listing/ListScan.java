package dev.sluice.agent.store.engine.listing;

import dev.sluice.common.model.Cancellation;
import java.util.Arrays;

/**
 * The scope of a listing: keys that begin with a prefix, from a place on, so many.
 *
 * @param prefix bytes every key begins with; empty: all
 * @param from lower bound, included, compared as bytes; need not be a key; empty: from the first
 * @param rollUp give one {@link ListedEntry.Directory} for all keys that have a {@code /} after the
 *     prefix and agree up to it, instead of the keys; only if there is at least one such key at or
 *     after {@code from}
 * @param limit at most so many entries, at least 1
 * @param cancellation of who asks; a walk through many directories looks at it on the way
 * @param effort what the scan may cost
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ListScan(
    byte[] prefix,
    byte[] from,
    boolean rollUp,
    int limit,
    Cancellation cancellation,
    Effort effort) {
  /** A scan for a caller that waits until it is done. */
  public ListScan(byte[] prefix, byte[] from, boolean rollUp, int limit) {
    this(prefix, from, rollUp, limit, Cancellation.ENDLESS, Effort.UNBOUNDED);
  }

  /** The same from the first place after the lower bound on. */
  ListScan after() {
    byte[] later = Arrays.copyOf(from, from.length + 1);
    return new ListScan(prefix, later, rollUp, limit, cancellation, effort);
  }
}
