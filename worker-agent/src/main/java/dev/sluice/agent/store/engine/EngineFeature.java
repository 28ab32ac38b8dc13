package dev.sluice.agent.store.engine;

import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;

/** A feature of an engine beyond the promises of {@link StorageEngine}. */
public enum EngineFeature {
  /**
   * It keeps versions: objects that were replaced, and delete markers. Without it every object is
   * {@link VersionId#NULL}, and what needs more is refused with {@code NOT_IMPLEMENTED}.
   */
  RETAINED_VERSIONS;

  /** The refusal of what an engine without the feature cannot do. */
  public StorageException refusal() {
    return new StorageException(
        FailureReason.NOT_IMPLEMENTED,
        "storage engine: without " + name() + " (expected: with it)");
  }
}
