package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.util.function.Function;

/**
 * The epoch of an agent that serves its root alone: one for all keys, and it ends with the agent.
 *
 * @param epoch its staging folder
 */
record HdfsOneSlot(HdfsEpoch epoch) implements HdfsSlots {
  @Override
  public HdfsEpoch of(BucketName bucket, ObjectKey key) {
    return epoch;
  }

  @Override
  public HdfsEpoch of(BucketName bucket) {
    return epoch;
  }

  @Override
  public <T> T decide(BucketName bucket, ObjectKey key, Function<HdfsEpoch, T> decision) {
    try {
      return decision.apply(epoch);
    } catch (ExpectationNotMet e) {
      epoch.requireLasting();
      throw e;
    }
  }
}
