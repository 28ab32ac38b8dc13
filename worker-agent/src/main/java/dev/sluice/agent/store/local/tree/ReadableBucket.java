package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.local.record.Records;
import dev.sluice.common.model.BucketName;

/** A bucket as those see it who read its objects. */
public interface ReadableBucket {
  BucketName name();

  /** Where its objects are. */
  Layout layout();

  /** What is kept with them. */
  Records records();

  /** Whether its file system keeps the identity of files: their numbers and times of birth. */
  boolean identifiesFiles();
}
