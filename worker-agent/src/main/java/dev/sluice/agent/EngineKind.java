package dev.sluice.agent;

/** The kind of storage engine. */
public enum EngineKind {
  /** Plain files below the data folder. */
  LOCAL,
  /** The agent's memory; gone when it stops. For tests. */
  MEMORY
}
