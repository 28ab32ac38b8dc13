package dev.sluice.frontend;

/** The rule by which a frontend finds the agent for a request. */
public enum Placement {
  /** Each bucket lives on exactly one agent. */
  BUCKET,
  /** All agents see one namespace. */
  SHARED
}
