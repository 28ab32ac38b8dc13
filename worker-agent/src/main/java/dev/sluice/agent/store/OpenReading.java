package dev.sluice.agent.store;

import dev.sluice.agent.store.engine.object.ByteMover;
import dev.sluice.agent.store.engine.object.OpenFile;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.request.ObjectHead;
import dev.sluice.common.model.ByteSpan;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** A span of an open object, on its way to a reader. */
final class OpenReading implements ObjectReading {
  private final OpenObject object;
  private final ObjectHead head;
  private @Nullable ByteMover mover;
  private long position;
  private long left;

  OpenReading(OpenObject object, ObjectHead head, ByteSpan span) {
    this.object = object;
    this.head = head;
    position = span.offset();
    left = span.length();
  }

  @Override
  public ObjectHead head() {
    return head;
  }

  @Override
  public long read(ByteBuffer target) {
    int length = (int) Math.min(left, target.remaining());
    if (length > 0) {
      int limit = target.limit();
      target.limit(target.position() + length);
      object.read(position, target);
      target.limit(limit);
      position += length;
      left -= length;
    }
    if (left == 0) {
      requireUnchanged(object);
    }
    return left;
  }

  @Override
  public boolean canMove() {
    mover = object.mover();
    return mover != null;
  }

  @Override
  public int move(int most, WritableByteChannel target) throws IOException {
    ByteMover way = mover;
    if (way == null || most >= left) {
      throw new IllegalStateException(
          "move of " + most + " bytes (expected: fewer than " + left + ", of what can be moved)");
    }
    int moved = (int) way.move(position, most, target);
    position += moved;
    left -= moved;
    return moved;
  }

  @Override
  public @Nullable OpenFile openFile() {
    return object.openFile();
  }

  @Override
  public void close() {
    object.close();
  }

  /** Fails where the bytes that were read are not those that were opened. */
  static void requireUnchanged(OpenObject object) {
    if (!object.unchanged()) {
      throw new StorageException(
          FailureReason.STORAGE_FAULT,
          "file: changed from outside while it was read (expected: as it was when opened)");
    }
  }
}
