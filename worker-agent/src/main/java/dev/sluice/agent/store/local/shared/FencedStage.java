package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.local.object.Publishable;
import dev.sluice.agent.store.local.object.StagedFile;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.agent.store.local.volume.Volume;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * New bytes in a file of this agent's own, which for a decision comes into the folder of an epoch:
 * out of that alone it may become an object or a part.
 */
class FencedStage implements Publishable {
  private static final String KIND = "stage";

  private final Posix posix;
  private final StagedFile staged;

  /** The place while a decision is made about it; null: in the agent's own staging. */
  private @Nullable Entered entered;

  private boolean gone;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entered(SlotEpoch.Tenure tenure, byte[] name) {}

  FencedStage(Posix posix, StagedFile staged) {
    this.posix = posix;
    this.staged = staged;
  }

  static FencedStage create(Volume volume, StorageArea area, long expectedLength)
      throws ErrnoException {
    area.space().requireRoom(expectedLength);
    return new FencedStage(volume.posix(), StagedFile.create(volume, area));
  }

  /** The name that it has in an epoch's folder. */
  byte[] nameIn(SlotEpoch epoch) {
    return epoch.nextName(KIND);
  }

  /**
   * Comes into the folder of an epoch.
   *
   * @throws SlotEpoch.Over where that is over, and the file is where it was
   */
  void enter(SlotEpoch.Tenure tenure) throws ErrnoException {
    if (gone) {
      throw tenure.epoch().taken();
    }
    byte[] name = nameIn(tenure.epoch());
    try {
      posix.rename(staged.directory(), staged.name(), tenure.folder(), name, RenameMode.REPLACE);
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        tenure.epoch().requireLasting();
      }
      throw e;
    }
    entered = new Entered(tenure, name);
  }

  /**
   * Goes back, unless it was published.
   *
   * @return whether it can be used again: not where it was taken with the folder
   */
  boolean leave() throws ErrnoException {
    Entered in = entered;
    entered = null;
    if (in == null || gone) {
      return !gone;
    }
    try {
      posix.rename(
          in.tenure().folder(), in.name(), staged.directory(), staged.name(), RenameMode.REPLACE);
      return true;
    } catch (ErrnoException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
      lose();
      return false;
    }
  }

  /** Whether it is in the folder that it came into. */
  boolean isEntered() throws ErrnoException {
    Entered in = entered;
    return in != null && Tree.stat(posix, in.tenure().folder(), in.name()) != null;
  }

  /** The decision that it came in for. */
  SlotEpoch.Tenure tenure() {
    if (entered == null) {
      throw new IllegalStateException("stage: in no epoch (expected: entered)");
    }
    return entered.tenure();
  }

  private void lose() {
    gone = true;
    staged.published();
  }

  @Override
  public void write(ByteBuffer data) {
    staged.write(data);
  }

  @Override
  public void append(OpenObject source, long offset, long length) {
    staged.append(source, offset, length);
  }

  @Override
  public long size() {
    return staged.size();
  }

  @Override
  public Descriptor file() {
    return staged.file();
  }

  @Override
  public Descriptor directory() {
    Entered in = entered;
    return in == null ? staged.directory() : in.tenure().folder();
  }

  @Override
  public byte[] name() {
    Entered in = entered;
    return in == null ? staged.name() : in.name();
  }

  /** The file has left its place: it is an object, or a part, now. */
  @Override
  public void published() {
    lose();
  }

  @Override
  public void publishedAsCopy() {
    // Nothing here is copied over a boundary.
  }

  @Override
  public void close() {
    staged.close();
  }
}
