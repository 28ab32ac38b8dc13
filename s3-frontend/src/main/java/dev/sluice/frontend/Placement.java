package dev.sluice.frontend;

/** How a frontend finds the agent for a request. */
public enum Placement {
  /** Each bucket lives on exactly one agent. */
  BUCKET,
  /** All agents see one namespace. */
  SHARED
}
