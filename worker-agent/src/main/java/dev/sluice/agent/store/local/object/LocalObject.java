package dev.sluice.agent.store.local.object;

import dev.sluice.agent.store.engine.object.ByteMover;
import dev.sluice.agent.store.engine.object.OpenFile;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.local.posix.CountedDescriptor;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Failures;
import dev.sluice.agent.store.local.posix.FileSender;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.record.RecordReader;
import dev.sluice.agent.store.local.record.Seals;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An object's file, held open: what takes its place or removes it does not matter any more. */
public final class LocalObject implements OpenObject {
  /** Bytes read to learn whether a failure was the file's. */
  private static final int PROBE_BYTES = 4096;

  private final Posix posix;
  private final Descriptor file;
  private final FileStat opened;
  private final RecordReader.Found found;
  private final StoredObject object;
  private @Nullable FileSender sender;

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

  /** The file, which stays this object's. */
  public Descriptor file() {
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

  /** Mover of its bytes; used, like this method, by one thread at a time. */
  @Override
  public @Nullable ByteMover mover() {
    if (sender == null) {
      try {
        sender = FileSender.of(file);
      } catch (ErrnoException e) {
        throw Failures.of(e);
      }
    }
    FileSender made = sender;
    return made == null ? null : (offset, length, target) -> move(made, offset, length, target);
  }

  private long move(FileSender from, long offset, long length, WritableByteChannel target)
      throws IOException {
    long moved;
    try {
      moved = from.send(offset, length, target);
    } catch (IOException e) {
      read(offset, ByteBuffer.allocate((int) Math.min(length, PROBE_BYTES)));
      throw e;
    }
    if (!unchanged()) {
      throw changed(offset);
    }
    return moved;
  }

  /** Its file; not one whose time is beyond the calendar. */
  @Override
  public @Nullable OpenFile openFile() {
    Instant modified = opened.modified();
    if (modified.getEpochSecond() != opened.modifiedSeconds()) {
      return null;
    }
    try (CountedDescriptor held = file.hold()) {
      return new OpenFile(held.number(), opened.device(), opened.size(), modified);
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
    if (sender != null) {
      sender.close();
    }
    file.close();
  }
}
