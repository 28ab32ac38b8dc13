package dev.sluice.agent.store.engine;

/** The number of agents that serve a namespace at once. */
public enum Placement {
  /** One: each agent has a storage of its own, and a bucket lives on exactly one of them. */
  BUCKET,
  /** Any: they see one namespace, which takes an engine that can. */
  SHARED
}
