package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.VersionId;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.time.Instant;

/** Changes a {@link MemoryEngine} as other programs change a disk, past the store. */
public final class MemoryOutside {
  private final MemoryEngine engine;

  MemoryOutside(MemoryEngine engine) {
    this.engine = engine;
  }

  /** Creates a bucket without an owner, as {@code mkdir} does. */
  public void makeBucket(BucketName bucket) {
    engine.createBucket(bucket, new BucketRecord(Instant.EPOCH, null));
  }

  /**
   * Writes a file as {@code cp} does: a new one, or other bytes into the same one, which its open
   * readers see.
   */
  public void write(BucketName bucket, ObjectKey key, byte[] bytes) {
    MemoryBytes content = MemoryBytes.of(bytes);
    engine
        .find(bucket)
        .publish(
            key,
            Expectation.ANYTHING,
            Replaced.RETAINED,
            current -> {
              if (current == null) {
                return engine.made(VersionId.NULL, new MemoryFile(content), ObjectRecord.NONE);
              }
              current.file().change(content);
              return engine.made(
                  current.id(), current.file(), current.stored().record().unsealed());
            });
  }

  /** Removes a file, as {@code rm} does. */
  public void remove(BucketName bucket, ObjectKey key) {
    engine.delete(new ObjectName(bucket, key), Expectation.ANYTHING);
  }
}
