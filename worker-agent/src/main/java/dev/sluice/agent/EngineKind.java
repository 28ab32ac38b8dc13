package dev.sluice.agent;

/** Which storage engine keeps the objects. */
public enum EngineKind {
  /** Plain files below the data folder. */
  LOCAL,
  /** The agent's memory; gone when it stops. For tests. */
  MEMORY
}
