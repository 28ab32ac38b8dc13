package dev.sluice.agent.store.local.upload;

import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.upload.CompletedUpload;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.PartStage;
import dev.sluice.agent.store.engine.upload.RecentUploads;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.format.Intent;
import dev.sluice.agent.store.format.UploadCodec;
import dev.sluice.agent.store.format.UploadLogEntry;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoAction;
import dev.sluice.agent.store.local.posix.ErrnoCall;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.ErrnoSearch;
import dev.sluice.agent.store.local.posix.Failures;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.volume.FreeSpaceMonitor;
import dev.sluice.agent.store.local.volume.Syncs;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One upload: its parts, and what becomes of them. */
public final class LocalUpload implements UploadArea, RecentUploads.Held {
  private static final String SIDE_PREFIX = "side-";

  private enum State {
    OPEN,
    /** Its log cannot be read: it can only be discarded. */
    DAMAGED,
    ASSEMBLING,
    PUBLISHED,
    FINISHED,
    GONE
  }

  private final Posix posix;
  private final Syncs syncs;
  private final RecentUploads<LocalUpload> recent;
  private final UploadFolder folder;
  private final UploadRecord upload;
  private final Assembler assembler;
  private final int fileMode;
  private final InstantSource clock;

  private final Fence fence = new Fence();

  /**
   * Guards all that follows, after the fence; the order of locks stands at the package {@code
   * store.local}.
   */
  private final ReentrantLock book = new ReentrantLock();

  private final UploadLog log;
  private final PartGrid grid = new PartGrid();

  /** Data files whose names are on the disk. */
  private final Set<String> named = new HashSet<>();

  private State state;
  private boolean loaded;
  private @Nullable String assembling;
  private @Nullable CompletedUpload completed;

  LocalUpload(
      Volume volume,
      RecentUploads<LocalUpload> recent,
      UploadFolder folder,
      UploadRecord upload,
      boolean finished) {
    this.posix = volume.posix();
    this.syncs = volume.syncs();
    this.recent = recent;
    this.folder = folder;
    this.upload = upload;
    this.state = finished ? State.FINISHED : State.OPEN;
    this.fileMode = volume.fileMode();
    this.clock = volume.clock();
    this.log = new UploadLog(volume);
    this.assembler = new Assembler(volume, folder.space());
  }

  /** Keeps parts' writers out once the upload is closed. */
  Fence fence() {
    return fence;
  }

  Posix posix() {
    return posix;
  }

  /** Free space of the file system that its folder is on. */
  FreeSpaceMonitor space() {
    return folder.space();
  }

  @Override
  public UploadRecord upload() {
    return upload;
  }

  // ---- What is known ----

  private void load() throws ErrnoException {
    if (loaded || state == State.GONE) {
      return;
    }
    try (Descriptor directory = folder.open()) {
      byte[] bytes = folder.log(directory);
      if (bytes == null) {
        // There was one from the beginning. Without it nothing here may be touched; it may be read
        // yet, when it is allowed again.
        state = state == State.FINISHED ? State.FINISHED : State.DAMAGED;
        return;
      }
      state = state == State.DAMAGED ? State.OPEN : state;
      log.load(bytes);
      settleIntent(directory);
    } catch (ErrnoException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
      // Removed from outside.
      state = State.GONE;
      return;
    }
    if (state == State.OPEN) {
      log.parts().values().forEach(this::remember);
      clear();
    }
    loaded = true;
  }

  /** Whether an assembled file is an object; one that was linked may have its old name yet. */
  private boolean hasLeft(Descriptor directory, byte[] file) throws ErrnoException {
    FileStat stat = Tree.stat(posix, directory, file);
    if (stat != null && stat.links() > 1 && folder.links()) {
      posix.unlink(directory, file);
      return true;
    }
    return stat == null;
  }

  /** Whether the last intent was carried out, only its file can show. */
  private void settleIntent(Descriptor directory) throws ErrnoException {
    Intent intent = log.intent();
    if (intent == null) {
      return;
    }
    if (state == State.FINISHED || hasLeft(directory, Names.of(intent.getFile()))) {
      completed = UploadCodec.completed(intent);
      state = state == State.FINISHED ? State.FINISHED : State.PUBLISHED;
    } else {
      withdraw(log, directory);
    }
  }

  /**
   * Withdraws an intent; where that fails, on a full disk for example, the upload is open all the
   * same.
   */
  private static void withdraw(UploadLog log, Descriptor directory) {
    try {
      log.withdraw(directory);
    } catch (ErrnoException e) {
      // The next entry takes its place; its file stays until then.
    }
  }

  /** Removes data files that nothing speaks of. */
  private void clear() {
    try {
      folder.keepOnly(file -> named.contains(file) || log.mayName(file));
    } catch (ErrnoException e) {
      // They go with the upload.
    }
  }

  private void requireSound() {
    if (state == State.DAMAGED) {
      throw new StorageException(
          FailureReason.STORAGE_FAULT,
          "upload " + upload.id() + ": its log cannot be read (expected: a file)");
    }
  }

  private void remember(PartRecord part) {
    grid.remember(part);
    named.add(part.place().file());
  }

  @Override
  public int partsInMemory() {
    return log.count();
  }

  /** Whether its log says less than is known here, after a sync that failed. */
  @Override
  public boolean isDoubtful() {
    return log.isDoubtful();
  }

  /** The time at which the completion was noted; null while there is none. */
  public @Nullable Instant completedAt() {
    book.lock();
    try {
      Intent intent = log.intent();
      return completed == null || intent == null ? null : UploadCodec.noted(intent);
    } finally {
      book.unlock();
    }
  }

  /** Whether nothing at all is left of it. */
  boolean isGone() {
    return ErrnoCall.locked(
        book, () -> state == State.GONE || (state == State.FINISHED && completion() == null));
  }

  @Override
  public SortedMap<Integer, PartRecord> parts() {
    return ErrnoCall.locked(
        book,
        () -> {
          load();
          requireSound();
          return new TreeMap<>(log.parts());
        });
  }

  @Override
  public @Nullable PartRecord part(int partNumber) {
    return ErrnoSearch.locked(
        book,
        () -> {
          load();
          requireSound();
          return log.parts().get(partNumber);
        });
  }

  @Override
  public @Nullable CompletedUpload completion() {
    return ErrnoSearch.locked(
        book,
        () -> {
          load();
          if (completed != null) {
            syncs.settle();
          }
          return completed;
        });
  }

  // ---- Parts ----

  @Override
  public PartStage stagePart(int partNumber, long declaredLength) {
    folder.space().requireRoom(declaredLength);
    return fence.begin(
        epoch -> {
          PartGrid.Slot slot = takeSlot(partNumber, declaredLength);
          try (Descriptor directory = folder.open()) {
            String name =
                slot != null ? slot.file() : SIDE_PREFIX + partNumber + "-" + folder.nextName();
            Descriptor file = posix.openOrCreate(directory, Names.of(name), fileMode);
            requireOwn(file);
            return new LocalPart(this, partNumber, epoch, file, name, slot);
          } catch (ErrnoException | StorageException e) {
            leave(slot, null);
            throw e;
          }
        });
  }

  /**
   * Fails where the file has other names: tools that save space link equal files, and bytes written
   * would change them all.
   */
  private void requireOwn(Descriptor file) throws ErrnoException {
    boolean own = false;
    try {
      FileStat stat = posix.stat(file);
      own = stat.isRegular() && stat.links() == 1;
    } finally {
      if (!own) {
        file.close();
      }
    }
    if (!own) {
      throw new StorageException(
          FailureReason.STORAGE_FAULT,
          "upload "
              + upload.id()
              + ": its data file is no file of its own (expected: a file with one name)");
    }
  }

  private PartGrid.@Nullable Slot takeSlot(int partNumber, long declaredLength)
      throws ErrnoException {
    book.lock();
    try {
      load();
      requireSound();
      if (state != State.OPEN) {
        throw Fence.closed();
      }
      return grid.take(partNumber, declaredLength, log.parts());
    } finally {
      book.unlock();
    }
  }

  /** Makes a part count whose bytes are in a file; called while open. */
  void commit(PartRecord part, Descriptor file) throws ErrnoException {
    syncs.data(file);
    book.lock();
    try (Descriptor directory = folder.open()) {
      if (state != State.OPEN) {
        throw Fence.closed();
      }
      if (!named.contains(part.place().file())) {
        syncs.directory(directory);
        named.add(part.place().file());
      }
      PartRecord before = log.parts().get(part.number());
      log.append(directory, UploadLog.partEntry(part));
      if (before != null && before.place().file().startsWith(SIDE_PREFIX)) {
        drop(directory, before.place().file());
      }
    } finally {
      book.unlock();
    }
  }

  /** A writer has ended. */
  void leave(PartGrid.@Nullable Slot slot, @Nullable String uncommitted) {
    book.lock();
    try {
      if (slot != null) {
        // Bytes that the log may speak of must not be written over.
        if (!log.mayName(slot.file())) {
          grid.release(slot);
        }
      } else if (uncommitted != null && state != State.GONE) {
        try (Descriptor directory = folder.open()) {
          drop(directory, uncommitted);
        }
      }
    } catch (ErrnoException e) {
      // Nothing names the file: it goes with the upload.
    } finally {
      book.unlock();
    }
  }

  private void drop(Descriptor directory, String file) {
    if (log.mayName(file)) {
      return;
    }
    try {
      Tree.remove(posix, directory, Names.of(file));
      named.remove(file);
    } catch (ErrnoException e) {
      // Nothing names the file: it goes with the upload.
    }
  }

  // ---- Completion ----

  @Override
  public Stage assemble(List<PartRecord> parts) {
    AssemblyPlan plan = fence.alone(() -> close(parts));
    Descriptor directory = null;
    boolean done = false;
    try {
      directory = folder.open();
      Assembler.Assembled whole = assembler.assemble(directory, plan, folder.nextName());
      begin(whole);
      done = true;
      return new Assembly(this, directory, whole.file(), whole.name(), plan.size());
    } catch (ErrnoException e) {
      throw Failures.of(e);
    } finally {
      if (!done) {
        reopen();
        if (directory != null) {
          directory.close();
        }
      }
    }
  }

  private void begin(Assembler.Assembled whole) {
    book.lock();
    try {
      assembling = Names.show(whole.name());
    } finally {
      book.unlock();
    }
  }

  private AssemblyPlan close(List<PartRecord> parts) throws ErrnoException {
    book.lock();
    try {
      load();
      requireSound();
      if (state == State.ASSEMBLING) {
        throw underWay();
      }
      if (state != State.OPEN) {
        throw Fence.closed();
      }
      for (PartRecord part : parts) {
        if (!part.equals(log.parts().get(part.number()))) {
          throw new StorageException(
              FailureReason.PART_INVALID,
              "part " + part.number() + ": replaced or never committed",
              new FailureDetail.Part(part.number(), part.etag().value(), part.size(), 0));
        }
      }
      state = State.ASSEMBLING;
      return AssemblyPlan.of(parts, log.parts().values());
    } finally {
      book.unlock();
    }
  }

  private static StorageException underWay() {
    return new StorageException(
        FailureReason.CONDITIONAL_CONFLICT, "upload: another completion or abort is under way");
  }

  private void reopen() {
    ErrnoAction.locked(
        book,
        () -> {
          assembling = null;
          state = state == State.ASSEMBLING ? State.OPEN : state;
        });
  }

  @Override
  public void intend(ObjectRecord object, long size) {
    ErrnoAction.locked(
        book,
        () -> {
          String file = assembling;
          if (state != State.ASSEMBLING || file == null) {
            throw new IllegalStateException("an intent without an assembled stage");
          }
          Intent intent = UploadCodec.intent(file, object, size, clock.instant());
          try (Descriptor directory = folder.open()) {
            if (!named.contains(file)) {
              // An intent whose file is missing looks carried out.
              syncs.directory(directory);
            }
            log.append(directory, UploadLogEntry.newBuilder().setIntent(intent).build());
          }
        });
  }

  /** The assembled stage is an object now. */
  void published() {
    ErrnoAction.locked(
        book,
        () -> {
          Intent intent = log.intent();
          completed = intent == null ? null : UploadCodec.completed(intent);
          state = State.PUBLISHED;
        });
  }

  /**
   * The assembled stage was given up. The intent goes first: without its file it would look carried
   * out.
   */
  void withdraw(Descriptor directory) {
    try {
      ErrnoAction.locked(
          book,
          () -> {
            log.withdraw(directory);
            String file = assembling;
            if (file != null && !named.contains(file)) {
              drop(directory, file);
            }
          });
    } finally {
      reopen();
    }
  }

  @Override
  public void finish() {
    fence.runAlone(() -> ErrnoAction.locked(book, this::bury));
    recent.ended(this);
  }

  private void bury() throws ErrnoException {
    if (state == State.PUBLISHED) {
      folder.turnInto(UploadFolder.DONE);
      state = State.FINISHED;
    }
    if (state != State.FINISHED) {
      throw new IllegalStateException("finish of an upload that was not published");
    }
    folder.keepOnly(ignored -> false);
  }

  @Override
  public void discard() {
    fence.runAlone(
        () -> {
          ErrnoAction.locked(book, this::end);
          folder.remove();
        });
    recent.ended(this);
  }

  private void end() throws ErrnoException {
    if (state == State.ASSEMBLING) {
      throw underWay();
    }
    if (state == State.GONE) {
      throw Fence.closed();
    }
    try {
      folder.turnInto(UploadFolder.GONE);
    } finally {
      // Also when only its sync failed: what came to lie there would not survive a restart.
      if (folder.hasTurnedInto(UploadFolder.GONE)) {
        state = State.GONE;
      }
    }
  }

  /** The bucket went, and the folder with it. */
  void abandon() {
    fence.runAlone(() -> ErrnoAction.locked(book, this::forget));
  }

  private void forget() {
    state = State.GONE;
  }
}
