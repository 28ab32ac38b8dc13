package dev.sluice.agent.store.local.object;

import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Failures;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.volume.FileCopy;
import dev.sluice.agent.store.local.volume.FreeSpaceMonitor;
import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.agent.store.local.volume.Writeback;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;

/** New bytes in a file that no bucket shows yet. */
public final class StagedFile implements Publishable {
  private final Posix posix;
  private final StorageArea area;
  private final Descriptor file;
  private final byte[] name;
  private final Writeback writeback;
  private long size;
  private boolean gone;

  private StagedFile(Posix posix, StorageArea area, Descriptor file, byte[] name) {
    this.posix = posix;
    this.area = area;
    this.file = file;
    this.name = name;
    this.writeback = new Writeback(posix, file, 0);
  }

  /** A new file in an area. */
  public static StagedFile create(Volume volume, StorageArea area) throws ErrnoException {
    byte[] name = area.nextName();
    Posix posix = volume.posix();
    Descriptor file = posix.create(area.staging(), name, volume.fileMode());
    return new StagedFile(posix, area, file, name);
  }

  @Override
  public void write(ByteBuffer data) {
    int length = data.remaining();
    try {
      area.space().write(file, data, size);
      size += length;
      writeback.reached(size);
    } catch (ErrnoException e) {
      throw Failures.of(e);
    }
  }

  @Override
  public void append(OpenObject source, long offset, long length) {
    appendTo(posix, area.space(), file, size, source, offset, length);
    size += length;
  }

  /** Takes the bytes of another file over, from its beginning. */
  void append(Descriptor source, long length) throws ErrnoException {
    if (!FileCopy.copy(posix, area.space(), source, 0, file, size, length)) {
      throw new ErrnoException(Errno.EIO, "copy of a staged file", source.path());
    }
    size += length;
  }

  /** Copies a range of an object into a file. */
  public static void appendTo(
      Posix posix,
      FreeSpaceMonitor space,
      Descriptor file,
      long size,
      OpenObject source,
      long offset,
      long length) {
    LocalObject object = (LocalObject) source;
    try {
      if (!FileCopy.copy(posix, space, object.file(), offset, file, size, length)) {
        throw new StorageException(
            FailureReason.STORAGE_FAULT, "copy: the source is shorter than it was");
      }
    } catch (ErrnoException e) {
      throw Failures.of(e);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Descriptor file() {
    return file;
  }

  @Override
  public Descriptor directory() {
    return area.staging();
  }

  @Override
  public byte[] name() {
    return name;
  }

  @Override
  public void published() {
    gone = true;
  }

  @Override
  public void publishedAsCopy() {
    // Closing removes it, as if nothing had been published.
  }

  @Override
  public void close() {
    try {
      if (!gone && !file.isClosed()) {
        posix.unlink(area.staging(), name);
      }
    } catch (ErrnoException e) {
      // It lies in staging: the sweep removes it when this process has ended.
    } finally {
      file.close();
    }
  }
}
