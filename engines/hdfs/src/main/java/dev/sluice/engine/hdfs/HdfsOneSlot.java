package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.KeySlot;
import dev.sluice.common.model.ObjectKey;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

  /** Whoever else replaces settings has ended the epoch by then. */
  @Override
  public <T> T decide(
      BucketName bucket,
      ObjectKey key,
      @Nullable StateToken settings,
      Function<HdfsEpoch, T> decision) {
    try {
      return decision.apply(epoch);
    } catch (ExpectationNotMet e) {
      if (epoch.isOver()) {
        throw epoch.over();
      }
      throw e;
    } catch (HdfsEpoch.Over e) {
      throw epoch.over();
    }
  }

  /** The epoch lasts as long as the agent does, but for one that was given up. */
  @Override
  public <T> T decideByLook(
      BucketName bucket,
      ObjectKey key,
      @Nullable StateToken settings,
      Function<HdfsEpoch, T> decision) {
    return decide(bucket, key, settings, decision);
  }

  @Override
  public <T> T decide(BucketName bucket, Function<HdfsEpoch, T> decision) {
    try {
      return decision.apply(epoch);
    } catch (HdfsEpoch.Over e) {
      throw epoch.over();
    }
  }

  @Override
  public int owned() {
    return 0;
  }

  @Override
  public void take(KeySlot slot) {
    // it is this agent's from the beginning
  }

  @Override
  public void takeAll(BucketName bucket) {
    // they are this agent's from the beginning
  }

  @Override
  public void end(BucketName bucket, HdfsEpoch ofBucket) {
    // no bucket has one of its own
  }
}
