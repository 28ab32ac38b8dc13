package dev.sluice.engine.hdfs;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.util.function.Function;

/** The epochs in which this agent decides. */
sealed interface HdfsSlots permits HdfsOneSlot {
  /** The epoch of a key's slot; taken over where another agent has it. */
  HdfsEpoch of(BucketName bucket, ObjectKey key);

  /** The epoch of a bucket itself, of its record and its being there; taken over likewise. */
  HdfsEpoch of(BucketName bucket);

  /**
   * Makes a decision about a key. What it answers, and that an expectation is not met, counts only
   * if nobody else could decide meanwhile: it ends with a renaming out of the epoch's folder or
   * into it, or looks that the folder is still there.
   */
  <T> T decide(BucketName bucket, ObjectKey key, Function<HdfsEpoch, T> decision);
}
