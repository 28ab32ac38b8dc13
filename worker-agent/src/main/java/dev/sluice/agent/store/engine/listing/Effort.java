package dev.sluice.agent.store.engine.listing;

/**
 * Bound of the work of one listing, all its scans together, counted in directory entries that are
 * looked at. For one thread at a time.
 */
public final class Effort {
  /** An effort without a bound. */
  public static final Effort UNBOUNDED = new Effort(0, false);

  /** Ten for each entry of the largest page: small directories are read, and large ones are not. */
  private static final int ENTRIES_OF_SHORT_WORK = 10_000;

  private final boolean bounded;
  private int left;

  private Effort(int entries, boolean bounded) {
    this.left = entries;
    this.bounded = bounded;
  }

  /** Short work: about as much as the page itself costs, and no waiting for another's work. */
  public static Effort shortWork() {
    return new Effort(ENTRIES_OF_SHORT_WORK, true);
  }

  /**
   * One entry more.
   *
   * @throws LongListing where there were as many as there may be
   */
  public void spend() {
    if (bounded && --left < 0) {
      throw new LongListing();
    }
  }

  /**
   * Before waiting for as long as another listing works.
   *
   * @throws LongListing where that is not short work
   */
  public void requireUnbounded() {
    if (bounded) {
      throw new LongListing();
    }
  }
}
