package dev.sluice.agent.store.engine.object;

/** The fate of the current version of a key once another one is published. */
public enum Replaced {
  /** It is gone for good. Nothing has to be known of it, so that this costs no look at it. */
  DROPPED,
  /**
   * It stays a version of its key, under the id that it has; only the version that has the id of
   * the new one goes, wherever it is among them.
   */
  RETAINED
}
