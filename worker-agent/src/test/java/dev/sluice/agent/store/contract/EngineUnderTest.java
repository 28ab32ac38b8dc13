package dev.sluice.agent.store.contract;

import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.io.IOException;

/** A fresh, empty engine and the way around it that other programs have. */
public interface EngineUnderTest extends AutoCloseable {
  /** The engine; {@link #close} closes it. */
  StorageEngine engine();

  /** What its storage is read through: the engine itself, or what only reads beside it. */
  default ReadableStorage readable() {
    return engine();
  }

  /** Writes a file as {@code cp} does; its time differs from what it was. */
  void writeFromOutside(BucketName bucket, ObjectKey key, byte[] bytes);

  @Override
  void close() throws IOException;
}
