package dev.sluice.agent.store.engine.object;

/**
 * New bytes with their record, durable, for a key that they are not yet the object of. Used by one
 * thread at a time.
 */
public interface SealedStage extends AutoCloseable {
  /** Gives up what was prepared, unless it was published; the stage stays its owner's. */
  @Override
  void close();
}
