package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.upload.CompletedUpload;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.PartStage;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.format.Intent;
import dev.sluice.agent.store.format.UploadCodec;
import dev.sluice.agent.store.local.object.StagedFile;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoAction;
import dev.sluice.agent.store.local.posix.ErrnoCall;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.ErrnoSearch;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.volume.FileCopy;
import dev.sluice.agent.store.local.volume.Syncs;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One upload: a folder with a file for each part, which is renamed there out of the folder of an
 * epoch, and once it is completed a note of what it became. What is true of it is in the folder;
 * here is only what this agent is doing with it.
 */
final class SharedUpload implements UploadArea {
  private final Volume volume;
  private final Posix posix;
  private final Syncs syncs;
  private final SharedFolder folder;
  private final SharedSlots slots;
  private final UploadRecord upload;
  private final byte[] path;
  private final PartFiles parts;
  private final CompletionNote note;

  /** Raised when writers are fenced off. */
  private final AtomicInteger phase = new AtomicInteger();

  private final AtomicBoolean ending = new AtomicBoolean();

  SharedUpload(Volume volume, SharedFolder folder, SharedSlots slots, UploadRecord upload) {
    this.volume = volume;
    this.posix = volume.posix();
    this.syncs = volume.syncs();
    this.folder = folder;
    this.slots = slots;
    this.upload = upload;
    this.path = Names.of(upload.bucket() + "/" + upload.id());
    this.parts = new PartFiles(posix);
    this.note = new CompletionNote(volume, folder.slots());
  }

  @Override
  public UploadRecord upload() {
    return upload;
  }

  CompletionNote note() {
    return note;
  }

  /**
   * The folder, open.
   *
   * @throws StorageException {@code UPLOAD_NOT_FOUND} where it is gone
   */
  Descriptor open() throws ErrnoException {
    try {
      return posix.openDirectory(folder.area().uploads(), path);
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        throw closed();
      }
      throw e;
    }
  }

  private static StorageException closed() {
    return new StorageException(
        FailureReason.UPLOAD_NOT_FOUND, "upload: completed or aborted meanwhile");
  }

  private static StorageException underWay() {
    return new StorageException(
        FailureReason.CONDITIONAL_CONFLICT, "upload: another completion or abort is under way");
  }

  @Override
  public SortedMap<Integer, PartRecord> parts() {
    return ErrnoCall.translated(
        () -> {
          try (Descriptor own = open()) {
            return parts.all(own);
          }
        });
  }

  @Override
  public @Nullable PartRecord part(int partNumber) {
    return ErrnoSearch.translated(
        () -> {
          try (Descriptor own = open()) {
            return parts.read(own, partNumber);
          }
        });
  }

  // ---- Parts ----

  @Override
  public PartStage stagePart(int partNumber, long declaredLength) {
    return ErrnoCall.translated(
        () -> {
          requireOpen(phase.get());
          folder.area().space().requireRoom(declaredLength);
          return new SharedPart(
              this,
              partNumber,
              phase.get(),
              new FencedStage(posix, StagedFile.create(volume, folder.area())));
        });
  }

  private void requireOpen(int since) throws ErrnoException {
    if (ending.get() || phase.get() != since) {
      throw closed();
    }
    try (Descriptor own = open()) {
      if (note.completed(own) != null) {
        throw closed();
      }
    }
  }

  /** Makes a file the part of its number, in one step. */
  PartRecord commit(FencedStage stage, PartRecord part, int since) throws ErrnoException {
    parts.describe(stage.file(), part);
    syncs.file(stage.file());
    Descriptor shown =
        slots.decide(
            upload.bucket(), upload.key(), tenure -> commit(tenure, stage, part.number(), since));
    try (shown) {
      syncs.directory(shown);
    }
    return part;
  }

  private Descriptor commit(SlotEpoch.Tenure tenure, FencedStage stage, int number, int since)
      throws ErrnoException {
    requireOpen(since);
    stage.enter(tenure);
    try (Descriptor own = open()) {
      tenure.show(posix, stage.name(), own, PartFiles.name(number), RenameMode.REPLACE);
      stage.published();
      return own.share();
    } finally {
      boolean _ = stage.leave();
    }
  }

  // ---- Ends ----

  @Override
  public Stage assemble(List<PartRecord> listed) {
    if (!ending.compareAndSet(false, true)) {
      throw underWay();
    }
    phase.incrementAndGet();
    boolean done = false;
    try {
      Stage assembled = ErrnoCall.translated(() -> join(listed));
      done = true;
      return assembled;
    } finally {
      if (!done) {
        ending.set(false);
      }
    }
  }

  private Stage join(List<PartRecord> listed) throws ErrnoException {
    long size = listed.stream().mapToLong(PartRecord::size).sum();
    StagedFile whole = StagedFile.create(volume, folder.area());
    boolean done = false;
    try (Descriptor own = open()) {
      if (note.completed(own) != null) {
        throw closed();
      }
      folder.area().space().requireRoom(size);
      AssembledStage assembled = new AssembledStage(posix, this, whole, List.copyOf(listed), size);
      long offset = 0;
      for (PartRecord part : listed) {
        append(own, part, whole, offset);
        offset += part.size();
      }
      done = true;
      return assembled;
    } finally {
      if (!done) {
        whole.close();
      }
    }
  }

  private void append(Descriptor own, PartRecord part, StagedFile whole, long offset)
      throws ErrnoException {
    try (Descriptor file = parts.open(own, part.number())) {
      if (file == null || !part.equals(parts.read(file))) {
        // Gone with all the others, or this one alone.
        open().close();
        throw replaced(part);
      }
      boolean copied =
          FileCopy.copy(posix, folder.area().space(), file, 0, whole.file(), offset, part.size());
      if (!copied) {
        throw new ErrnoException(Errno.EIO, "copy of a part", PartFiles.name(part.number()));
      }
    }
  }

  private static StorageException replaced(PartRecord part) {
    return new StorageException(
        FailureReason.PART_INVALID,
        "part " + part.number() + ": replaced meanwhile (expected: the one that was listed)");
  }

  /** Fails where an upload is no longer open, or a part no longer the committed one. */
  void requireStill(Descriptor own, List<PartRecord> listed) throws ErrnoException {
    if (note.completed(own) != null) {
      throw closed();
    }
    for (PartRecord part : listed) {
      if (!part.equals(parts.read(own, part.number()))) {
        throw replaced(part);
      }
    }
  }

  /** The assembled stage was given up, or became the object. */
  void ended() {
    ending.set(false);
  }

  @Override
  public void intend(ObjectRecord object, long size) {
    note.intend(UploadCodec.intent("", object, size, volume.clock().instant()));
  }

  /** Whether it is there and not completed. */
  boolean isUnfinished() throws ErrnoException {
    try (Descriptor own = open()) {
      return note.completed(own) == null;
    } catch (StorageException e) {
      if (e.reason() == FailureReason.UPLOAD_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public @Nullable CompletedUpload completion() {
    Intent made = made();
    return made == null ? null : UploadCodec.completed(made);
  }

  /** When it was completed; null: it was not. */
  @Nullable Instant completedAt() {
    Intent made = made();
    return made == null ? null : UploadCodec.noted(made);
  }

  private @Nullable Intent made() {
    return ErrnoSearch.translated(
        () -> {
          try (Descriptor own = open()) {
            return note.completed(own);
          } catch (StorageException e) {
            if (e.reason() == FailureReason.UPLOAD_NOT_FOUND) {
              return null;
            }
            throw e;
          }
        });
  }

  /** Nobody has a use for the parts of an upload that is completed, and it stays so. */
  @Override
  public void finish() {
    ErrnoAction.translated(
        () -> {
          try (Descriptor own = open()) {
            if (note.completed(own) == null) {
              throw new IllegalStateException("upload: open (expected: published)");
            }
            parts.removeAll(own);
          }
        });
  }

  @Override
  public void discard() {
    if (!ending.compareAndSet(false, true)) {
      throw underWay();
    }
    try {
      phase.incrementAndGet();
      ErrnoCall.translated(() -> slots.decide(upload.bucket(), upload.key(), this::discard));
    } finally {
      ending.set(false);
    }
  }

  private boolean discard(SlotEpoch.Tenure tenure) throws ErrnoException {
    try (Descriptor all = posix.openDirectory(folder.area().uploads(), Names.parent(path))) {
      byte[] taken = tenure.take(posix, all, Names.last(path), "discarded");
      if (taken.length == 0) {
        throw closed();
      }
      syncs.directory(all);
      Tree.remove(posix, tenure.folder(), taken);
      return true;
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        throw closed();
      }
      throw e;
    }
  }
}
