package dev.sluice.common.model;

/**
 * The number of agents that serve a namespace at once; by it a frontend finds that of a request.
 */
public enum Placement {
  /** One: each agent has a storage of its own, and a bucket lives on exactly one of them. */
  BUCKET,
  /** Any: they see one namespace, which takes an engine that can. */
  SHARED
}
