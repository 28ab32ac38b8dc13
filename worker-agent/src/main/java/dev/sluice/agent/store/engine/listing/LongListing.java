package dev.sluice.agent.store.engine.listing;

/** A listing would cost more than its {@link Effort}. */
public final class LongListing extends RuntimeException {
  private static final long serialVersionUID = 1;

  LongListing() {
    super(
        "listing: exceeds the effort of short work (expected: a retry as long work)",
        null,
        false,
        false);
  }
}
