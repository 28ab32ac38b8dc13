package dev.sluice.agent.store.engine.object;

/** The outcome of a deletion: what it removed. */
public enum Deleted {
  /** Nothing: there was neither an object nor a delete marker of that name. */
  NOTHING,
  /** An object. */
  OBJECT,
  /** A delete marker, which is removed by its version only. */
  MARKER
}
