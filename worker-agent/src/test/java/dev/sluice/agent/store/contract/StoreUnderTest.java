package dev.sluice.agent.store.contract;

import dev.sluice.agent.store.ObjectStore;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.io.IOException;

/** A fresh, empty store and the way around it that other programs have. */
public interface StoreUnderTest extends AutoCloseable {
  /** The store; {@link #close} closes it. */
  ObjectStore store();

  /** Makes a bucket as {@code mkdir} does. */
  void makeBucketFromOutside(BucketName bucket);

  /**
   * Writes a file as {@code cp} does: into the file that is there, or a new one; its time differs
   * from what it was.
   */
  void writeFromOutside(BucketName bucket, ObjectKey key, byte[] bytes);

  @Override
  void close() throws IOException;
}
