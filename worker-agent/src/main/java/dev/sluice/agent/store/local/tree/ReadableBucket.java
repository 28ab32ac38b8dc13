package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.key.Layout;
import dev.sluice.agent.store.local.record.RecordReader;
import dev.sluice.common.model.BucketName;

/** A bucket as those see it who read its objects. */
public interface ReadableBucket {
  BucketName name();

  /** The layout of its objects. */
  Layout layout();

  /** The records of its objects. */
  RecordReader records();

  /** Whether its file system keeps the identity of files: their numbers and times of birth. */
  boolean identifiesFiles();
}
