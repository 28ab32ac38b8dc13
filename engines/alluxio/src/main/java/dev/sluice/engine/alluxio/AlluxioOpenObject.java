package dev.sluice.engine.alluxio;

import alluxio.client.file.FileInStream;
import alluxio.client.file.URIStatus;
import dev.sluice.agent.store.engine.object.ByteMover;
import dev.sluice.agent.store.engine.object.OpenFile;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An object held open. A worker reads what it has not cached from the under-store, by the path of
 * the file, at which another file may be by now. So after each read, before its bytes count, the
 * master is asked whether the file is still the one that was opened. The bytes of a small object
 * are read when it is opened: that an agent replaces or removes it then is of no account to it.
 */
final class AlluxioOpenObject implements OpenObject {
  /** Longer objects are read when they are asked for. */
  static final int MAX_HELD_BYTES = 64 << 10;

  private final AlluxioClient client;
  private final AlluxioFile file;
  private final @Nullable FileInStream in;
  private final byte @Nullable [] held;

  /** Guards the position of the stream, and what follows. */
  private final ReentrantLock reading = new ReentrantLock();

  /** Whether the file was seen to be what was opened, and nothing was read since. */
  private boolean verified;

  private AlluxioOpenObject(
      AlluxioClient client, AlluxioFile file, @Nullable FileInStream in, byte @Nullable [] held) {
    this.client = client;
    this.file = file;
    this.in = in;
    this.held = held;
  }

  /** One whose bytes are read from a stream, which is closed with it. */
  static AlluxioOpenObject streamed(AlluxioClient client, AlluxioFile file, FileInStream in) {
    return new AlluxioOpenObject(client, file, in, null);
  }

  /** One whose bytes are in memory. */
  static AlluxioOpenObject held(AlluxioClient client, AlluxioFile file, byte[] bytes) {
    return new AlluxioOpenObject(client, file, null, bytes);
  }

  /** The same with its bytes in memory; null where the file was replaced meanwhile. */
  @Nullable AlluxioOpenObject held() {
    ByteBuffer bytes = ByteBuffer.allocate((int) file.object().size());
    boolean whole = false;
    try {
      read(0, bytes);
      whole = true;
    } catch (StorageException e) {
      URIStatus now = client.status(file.path());
      if (now != null && AlluxioFile.isSame(file.status(), now)) {
        throw e;
      }
    } finally {
      close();
    }
    return whole ? held(client, file, bytes.array()) : null;
  }

  @Override
  public StoredObject object() {
    return file.object();
  }

  @Override
  public void read(long offset, ByteBuffer target) {
    if (!target.hasRemaining()) {
      return;
    }
    reading.lock();
    try {
      verified = false;
      fill(offset, target);
      if (!isUnchanged()) {
        throw changed();
      }
    } catch (IOException e) {
      throw new StorageException(
          FailureReason.STORAGE_FAULT,
          "alluxio: reading of " + file.path() + ": " + e.getMessage(),
          FailureDetail.NONE,
          e);
    } finally {
      reading.unlock();
    }
  }

  private void fill(long offset, ByteBuffer target) throws IOException {
    if (held != null) {
      target.put(held, (int) offset, target.remaining());
      return;
    }
    if (in == null) {
      throw changed();
    }
    if (in.getPos() != offset) {
      in.seek(offset);
    }
    while (target.hasRemaining()) {
      int length = target.remaining();
      int read;
      if (target.hasArray()) {
        read = in.read(target.array(), target.arrayOffset() + target.position(), length);
        target.position(target.position() + Math.max(0, read));
      } else {
        byte[] bytes = new byte[length];
        read = in.read(bytes, 0, length);
        target.put(bytes, 0, Math.max(0, read));
      }
      if (read < 0) {
        throw changed();
      }
    }
  }

  private StorageException changed() {
    return new StorageException(
        FailureReason.STORAGE_FAULT,
        "alluxio: " + file.path() + ": replaced meanwhile (expected: as it was when opened)");
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
    reading.lock();
    try {
      return isUnchanged();
    } finally {
      reading.unlock();
    }
  }

  private boolean isUnchanged() {
    if (!verified) {
      URIStatus now = client.status(file.path());
      verified =
          now == null
              ? held != null
              : AlluxioFile.isSame(file.status(), now)
                  || (held != null && (now.isFolder() || AlluxioRecords.isPublished(now)));
    }
    return verified;
  }

  @Override
  public void close() {
    if (in != null) {
      try {
        in.close();
      } catch (IOException e) {
        throw AlluxioFailures.of("closing of " + file.path(), e);
      }
    }
  }
}
