package dev.sluice.agent.store.listing;

import java.util.Iterator;

/**
 * The entries of a directory in order. They can be read from any place on and need not be held
 * whole: what a storage lists in an order of its own may be read while it is iterated.
 */
public interface OrderedEntries {
  /** The entries from a place on, the place included; it need not be an entry. */
  Iterator<SortKey> from(SortKey start);

  /** Whether exactly this entry is there. */
  boolean contains(SortKey key);
}
