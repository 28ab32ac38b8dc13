package dev.sluice.agent.store.scrub;

/** The result of reading an object again. */
public enum ScrubOutcome {
  /** Its bytes are those that were stored. */
  INTACT,
  /** A file from outside, which has its MD5 as its tag from now on. */
  TAGGED,
  /** Its bytes are not those that were stored. */
  ROTTEN,
  /** Its bytes cannot be read. */
  UNREADABLE,
  /** Nothing is kept with it that its bytes could be compared with. */
  UNPROVABLE,
  /** It was changed while it was read, each time: there is nothing to compare. */
  CHANGED,
  /** It was deleted meanwhile. */
  GONE;

  /** Whether people have to see to it. */
  public boolean isDamage() {
    return this == ROTTEN || this == UNREADABLE;
  }
}
