package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Bytes on their way to become an object. */
class MemoryStage implements Stage {
  private final List<byte[]> segments = new ArrayList<>();
  private long size;
  private boolean used;

  @Override
  public void write(ByteBuffer data) {
    if (data.hasRemaining()) {
      byte[] segment = new byte[data.remaining()];
      data.get(segment);
      add(segment);
    }
  }

  @Override
  public void append(OpenObject source, long offset, long length) {
    MemoryBytes bytes = ((MemoryOpenObject) source).current();
    if (offset + length > bytes.size()) {
      throw new StorageException(
          FailureReason.STORAGE_FAULT,
          "source: " + bytes.size() + " bytes (expected: at least " + (offset + length) + ")");
    }
    append(bytes, offset, length);
  }

  final void append(MemoryBytes bytes, long offset, long length) {
    bytes.stretch(offset, length).forEach(this::add);
  }

  @Override
  public long size() {
    return size;
  }

  /** The appended bytes; the stage is used up. */
  MemoryBytes use() {
    if (used) {
      throw new IllegalStateException("stage: used (expected: published or committed once)");
    }
    used = true;
    return new MemoryBytes(segments);
  }

  /** Whether the bytes were published or committed. */
  final boolean used() {
    return used;
  }

  /** Called in the same step as the bytes become an object. */
  void published() {}

  @Override
  public void close() {
    segments.clear();
  }

  private void add(byte[] segment) {
    segments.add(segment);
    size += segment.length;
  }
}
