package dev.sluice.frontend;

/** The rule by which a frontend finds the agent for a request. */
public enum Placement {
  /** Each bucket lives on exactly one agent. */
  BUCKET,
  /** All agents serve one namespace, which their storage has to allow. */
  SHARED
}
