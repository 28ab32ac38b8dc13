package dev.sluice.agent.store.local.object;

import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Failures;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.record.RecordReader;
import dev.sluice.agent.store.local.record.Seals;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;

/** An object's file, held open: what takes its place or removes it does not matter any more. */
public final class LocalObject implements OpenObject {
  private final Posix posix;
  private final Descriptor file;
  private final FileStat opened;
  private final RecordReader.Found found;
  private final StoredObject object;

  /**
   * An object.
   *
   * @param identified whether its file system keeps the identity of files
   */
  LocalObject(
      Posix posix, Descriptor file, FileStat opened, RecordReader.Found found, boolean identified) {
    this.posix = posix;
    this.file = file;
    this.opened = opened;
    this.found = found;
    this.object = Seals.object(opened, found.record(), found.stored().getRevision(), identified);
  }

  @Override
  public StoredObject object() {
    return object;
  }

  Descriptor file() {
    return file;
  }

  FileStat opened() {
    return opened;
  }

  RecordReader.Found found() {
    return found;
  }

  @Override
  public void read(long offset, ByteBuffer target) {
    int wanted = target.remaining();
    try {
      if (posix.read(file, target, offset) < wanted || !isUnchanged()) {
        throw changed(offset);
      }
    } catch (ErrnoException e) {
      throw Failures.of(e);
    }
  }

  private StorageException changed(long offset) {
    return new StorageException(
        FailureReason.STORAGE_FAULT,
        "file "
            + Names.show(file.path())
            + " was changed from outside while it was read at "
            + offset);
  }

  @Override
  public boolean unchanged() {
    try {
      return isUnchanged();
    } catch (ErrnoException e) {
      throw Failures.of(e);
    }
  }

  private boolean isUnchanged() throws ErrnoException {
    return Seals.isSame(opened, posix.stat(file));
  }

  @Override
  public void close() {
    file.close();
  }
}
