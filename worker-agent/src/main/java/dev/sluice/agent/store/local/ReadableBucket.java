package dev.sluice.agent.store.local;

import dev.sluice.common.model.BucketName;

/** A bucket as those see it who read its objects. */
interface ReadableBucket {
  BucketName name();

  /** Where its objects are. */
  Layout layout();

  /** What is kept with them. */
  Records records();

  /** Whether its file system keeps the identity of files: their numbers and times of birth. */
  boolean identifiesFiles();
}
