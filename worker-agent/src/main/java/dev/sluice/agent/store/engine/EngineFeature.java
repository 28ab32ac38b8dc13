package dev.sluice.agent.store.engine;

import dev.sluice.agent.store.engine.object.VersionId;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;

/** A feature of an engine beyond the promises of {@link StorageEngine}. */
public enum EngineFeature {
  /**
   * It keeps versions: objects that were replaced, and delete markers. Without it every object is
   * {@link VersionId#NULL}, and what needs more is refused with {@code NOT_IMPLEMENTED}.
   */
  RETAINED_VERSIONS,

  /**
   * An open object stays readable, the same bytes, whatever is published or deleted meanwhile.
   * Without it a read may fail with {@code STORAGE_FAULT} instead.
   */
  STABLE_READS,

  /**
   * An object gives its place to a directory (the key {@code a} once there is {@code a/b}) in one
   * step. Without it there is a moment in which only this agent knows where the object lies.
   */
  EXCHANGE,

  /**
   * The storage reports changes that others make, so that the next listing has them. Without it a
   * listing may be as old as the configured staleness.
   */
  CHANGE_NOTIFICATION,

  /**
   * Several agents may serve the namespace at once: what one of them publishes the others see, and
   * an expectation holds whichever of them compares it. Without it one agent serves it alone.
   */
  SHARED_NAMESPACE,

  /** What a bucket holds can be limited. Without it a quota is refused. */
  QUOTAS;

  /** The refusal of what an engine without the feature cannot do. */
  public StorageException refusal() {
    return new StorageException(
        FailureReason.NOT_IMPLEMENTED,
        "storage engine: without " + name() + " (expected: with it)");
  }
}
