package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.KeySlot;
import dev.sluice.common.model.ObjectKey;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The epochs in which this agent decides. */
sealed interface HdfsSlots permits HdfsOneSlot, HdfsSharedSlots {
  /** The epoch of a key's slot; taken over where another agent has it. */
  HdfsEpoch of(BucketName bucket, ObjectKey key);

  /**
   * Makes a decision about a key, in an epoch that began by the settings that it hangs on. What it
   * answers, and that an expectation is not met, counts only if nobody else could decide meanwhile:
   * it ends with a renaming out of the epoch's folder or into it, or looks that the folder is still
   * there. Where the epoch is {@link HdfsEpoch.Over} it is made again in the next one, a bounded
   * number of times.
   *
   * @param settings state of the bucket's settings that it hangs on; null: on none
   * @throws ExpectationNotMet where others took their place
   */
  <T> T decide(
      BucketName bucket,
      ObjectKey key,
      @Nullable StateToken settings,
      Function<HdfsEpoch, T> decision);

  /** The same for a change that no renaming fences: it looks first, and has to look again later. */
  <T> T decideByLook(
      BucketName bucket,
      ObjectKey key,
      @Nullable StateToken settings,
      Function<HdfsEpoch, T> decision);

  /** Makes a decision about a bucket itself, its being there and its record, likewise. */
  <T> T decide(BucketName bucket, Function<HdfsEpoch, T> decision);

  /** The number of slots that this agent has, as far as it knows. */
  int owned();

  /** Takes a slot over, whoever has it. */
  void take(KeySlot slot);

  /** Takes over all slots of a bucket that an agent has: what is under way in them is fenced. */
  void takeAll(BucketName bucket);

  /**
   * Ends all epochs of a bucket's keys; the bucket is not there.
   *
   * @param epoch of the bucket itself
   */
  void end(BucketName bucket, HdfsEpoch epoch);
}
