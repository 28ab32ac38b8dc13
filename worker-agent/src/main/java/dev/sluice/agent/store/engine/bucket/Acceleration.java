package dev.sluice.agent.store.engine.bucket;

/** State of a bucket's transfer acceleration, which accelerates nothing here. */
public enum Acceleration {
  ENABLED,
  SUSPENDED
}
