package dev.sluice.engine.hdfs;

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
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;

/**
 * An object held open by the id of its file: what is at its key meanwhile is another file. Once the
 * namenode has given up the blocks of a file that was replaced, a read of what was not located yet
 * fails.
 */
final class HdfsOpenObject implements OpenObject {
  private final HdfsClient client;
  private final HdfsFile file;
  private final @Nullable HdfsDataInputStream in;

  /** Guards the position of the stream, and what follows. */
  private final ReentrantLock reading = new ReentrantLock();

  /** Whether the file was seen to be what was opened, and nothing was read since. */
  private boolean verified;

  /**
   * An open object.
   *
   * @param in null for one without bytes
   */
  HdfsOpenObject(HdfsClient client, HdfsFile file, @Nullable HdfsDataInputStream in) {
    this.client = client;
    this.file = file;
    this.in = in;
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
      long end = offset + target.remaining();
      verified = false;
      fill(offset, target);
      if (end == file.object().size() && !isUnchanged()) {
        throw changed();
      }
    } catch (IOException e) {
      IOException cause = HdfsFailures.unwrap(e);
      throw new StorageException(
          FailureReason.STORAGE_FAULT,
          "hdfs: reading of " + file.path() + ": " + cause.getMessage(),
          FailureDetail.NONE,
          cause);
    } finally {
      reading.unlock();
    }
  }

  /** A stream that goes on where it stopped keeps its connection to the datanode. */
  private void fill(long offset, ByteBuffer target) throws IOException {
    if (in == null) {
      throw changed();
    }
    if (in.getPos() != offset) {
      in.seek(offset);
    }
    while (target.hasRemaining()) {
      if (in.read(target) < 0) {
        throw changed();
      }
    }
  }

  private StorageException changed() {
    return new StorageException(
        FailureReason.STORAGE_FAULT,
        "hdfs: " + file.path() + ": changed from outside (expected: as it was when opened)");
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

  /** A file that is gone had these bytes up to its end: HDFS changes none in place. */
  private boolean isUnchanged() {
    if (!verified) {
      HdfsFileStatus now = client.status(HdfsClient.pathOf(file.status().getFileId()));
      verified = now == null || HdfsRecords.isSame(file.status(), now);
    }
    return verified;
  }

  @Override
  public void close() {
    if (in != null) {
      try {
        in.close();
      } catch (IOException e) {
        throw HdfsFailures.of("closing of " + file.path(), e);
      }
    }
  }
}
