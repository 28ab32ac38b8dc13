package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.engine.object.ByteMover;
import dev.sluice.agent.store.engine.object.OpenFile;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An object held open: its file stays, whatever is at the key. */
final class MemoryOpenObject implements OpenObject {
  private final MemoryObject object;
  private final MemoryBytes opened;

  MemoryOpenObject(MemoryObject object) {
    this.object = object;
    opened = object.file().bytes();
  }

  @Override
  public StoredObject object() {
    return object.stored();
  }

  @Override
  public void read(long offset, ByteBuffer target) {
    MemoryBytes bytes = current();
    long end = offset + target.remaining();
    if (end > bytes.size()) {
      throw new StorageException(
          FailureReason.STORAGE_FAULT,
          "file: " + bytes.size() + " bytes (expected: at least " + end + ")");
    }
    bytes.read(offset, target);
  }

  @Override
  public @Nullable ByteMover mover() {
    return null;
  }

  @Override
  public @Nullable OpenFile openFile() {
    return null;
  }

  @Override
  public boolean unchanged() {
    return current() == opened && opened.size() == object.stored().size();
  }

  MemoryBytes current() {
    return object.file().bytes();
  }

  @Override
  public void close() {
    // nothing is held but memory
  }
}
