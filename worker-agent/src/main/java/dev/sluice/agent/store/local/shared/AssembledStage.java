package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.local.object.StagedFile;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An upload's parts, made one file. Before it can become the object a note with the upload says
 * under which name it is about to, in which folder; where it did not, the note goes first.
 */
final class AssembledStage extends FencedStage {
  private final SharedUpload upload;
  private final List<PartRecord> parts;
  private final long size;

  /** Another one each time: who reads a note shall not take a later one for it. */
  private String name = "";

  AssembledStage(
      Posix posix, SharedUpload upload, StagedFile staged, List<PartRecord> parts, long size) {
    super(posix, staged);
    this.upload = upload;
    this.parts = parts;
    this.size = size;
  }

  @Override
  byte[] nameIn(SlotEpoch epoch) {
    name = AssemblyName.of(upload.upload().bucket(), upload.upload().id());
    return Names.of(name);
  }

  @Override
  void enter(SlotEpoch.Tenure tenure) throws ErrnoException {
    super.enter(tenure);
    boolean noted = false;
    try (Descriptor own = upload.open()) {
      upload.requireStill(own, parts);
      upload.note().put(tenure, own, name);
      noted = true;
    } finally {
      boolean lost = !noted && !super.leave();
      if (lost) {
        published();
      }
    }
  }

  @Override
  boolean leave() throws ErrnoException {
    if (!isEntered()) {
      // It is the object now, or it went with the folder.
      published();
      return false;
    }
    SlotEpoch epoch = tenure().epoch();
    try (Descriptor own = upload.open()) {
      upload.note().remove(tenure(), own);
    } catch (SlotEpoch.Over e) {
      published();
      throw epoch.taken();
    }
    return super.leave();
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void write(ByteBuffer data) {
    throw new IllegalStateException("an assembled stage takes no more bytes");
  }

  @Override
  public void append(OpenObject source, long offset, long length) {
    throw new IllegalStateException("an assembled stage takes no more bytes");
  }

  @Override
  public void close() {
    try {
      super.close();
    } finally {
      upload.ended();
    }
  }
}
