package dev.sluice.engine.hdfs;

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
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One upload in one epoch: its parts, and what becomes of them. Each part is a file of its own in
 * the upload's inner folder, so that joining them moves no byte. Once the epoch is over it finds
 * nothing at the names it knows, and is read anew.
 */
final class HdfsUpload implements UploadArea, RecentUploads.Held {
  private enum State {
    OPEN,
    ASSEMBLING,
    PUBLISHED,
    FINISHED,
    GONE,
    /** What is known of it may be wrong: it has to be read anew. */
    LOST
  }

  private final HdfsClient client;
  private final HdfsNotes notes;
  private final HdfsUploadTakeover takeover;
  private final HdfsEpoch epoch;
  private final HdfsUploadFolders folders;
  private final UploadRecord upload;
  private final InstantSource clock;
  private final HdfsParts parts;

  /** Guards all that follows. Never held while bytes are read or written. */
  private final ReentrantLock book = new ReentrantLock();

  private volatile State state = State.OPEN;

  /** Raised when writers are fenced off. */
  private final AtomicInteger phase = new AtomicInteger();

  private boolean loaded;

  /** Whether some of the parts may lie elsewhere than is known. */
  private boolean doubtful;

  private @Nullable Intent intent;

  /**
   * An upload.
   *
   * @param begun whether it began this moment in this epoch, so that it has no parts
   */
  HdfsUpload(
      HdfsClient client,
      HdfsNotes notes,
      HdfsUploadTakeover takeover,
      HdfsEpoch epoch,
      HdfsUploadFolders folders,
      UploadRecord upload,
      boolean begun,
      InstantSource clock) {
    this.client = client;
    this.notes = notes;
    this.takeover = takeover;
    this.epoch = epoch;
    this.folders = folders;
    this.upload = upload;
    this.loaded = begun;
    this.clock = clock;
    this.parts = new HdfsParts(client, notes, folders.inner(epoch));
  }

  @Override
  public UploadRecord upload() {
    return upload;
  }

  /** Whether this says nothing of the upload any more: what is there has to be read. */
  boolean isGone() {
    return state == State.GONE || state == State.LOST;
  }

  /** Whether it became an object and is not yet finished, as far as is known. */
  boolean isPublished() {
    return state == State.PUBLISHED;
  }

  boolean isFinished() {
    return state == State.FINISHED;
  }

  boolean isOf(HdfsEpoch other) {
    return epoch == other;
  }

  @Override
  public int partsInMemory() {
    return parts.count();
  }

  /** All that is known of it is in HDFS. */
  @Override
  public boolean isDoubtful() {
    return false;
  }

  private <T extends @Nullable Object> T locked(Supplier<T> work) {
    book.lock();
    try {
      load();
      return work.get();
    } finally {
      book.unlock();
    }
  }

  private void change(Runnable work) {
    locked(
        () -> {
          work.run();
          return upload;
        });
  }

  private void load() {
    if (state == State.LOST) {
      throw closed();
    }
    if (loaded || state == State.GONE) {
      return;
    }
    switch (takeover.bring(folders, epoch)) {
      case OPEN -> {
        Map<String, byte[]> all = notes.all(folders.inner(epoch));
        if (all == null) {
          throw lost();
        }
        parts.moved(folders.inner(epoch));
        parts.load(all);
      }
      case FINISHED -> {
        intent = takeover.finished(folders);
        state = State.FINISHED;
      }
      case GONE -> state = State.GONE;
    }
    loaded = true;
  }

  /** The failure of a change that finds nothing where it should be. */
  StorageException lost() {
    boolean there = epoch.isOver() || client.status(folders.open()) != null;
    forget(there ? State.LOST : State.GONE);
    return closed();
  }

  @Override
  public SortedMap<Integer, PartRecord> parts() {
    return locked(() -> new TreeMap<>(parts.all()));
  }

  @Override
  public @Nullable PartRecord part(int partNumber) {
    return locked(() -> parts.all().get(partNumber));
  }

  @Override
  public @Nullable CompletedUpload completion() {
    return locked(
        () -> {
          boolean completed = state == State.PUBLISHED || state == State.FINISHED;
          return completed && intent != null ? UploadCodec.completed(intent) : null;
        });
  }

  @Override
  public PartStage stagePart(int partNumber, long declaredLength) {
    return locked(
        () -> {
          requireOpen(phase.get());
          String path = folders.inner(epoch) + "/" + epoch.nextName("new");
          return new HdfsPart(this, partNumber, phase.get(), new HdfsOutput(client, path));
        });
  }

  private StorageException closed() {
    return state == State.LOST
        ? new StorageException(
            FailureReason.UNAVAILABLE,
            "upload: " + folders.open() + ": taken over by another agent (expected: a retry)")
        : new StorageException(
            FailureReason.UPLOAD_NOT_FOUND, "upload: completed or aborted meanwhile");
  }

  /** Fails for a writer of a part that was fenced off. */
  void requireOpen(int since) {
    if (state != State.OPEN || phase.get() != since) {
      throw closed();
    }
  }

  /** Makes a file the part of its number, and looks whether the right to do so had ended. */
  PartRecord commit(HdfsOutput output, PartRecord part, int since) {
    output.end();
    boolean described = parts.describe(output.path(), part);
    return locked(
        () -> {
          requireOpen(since);
          if (!described || !parts.commit(output.path(), part) || epoch.isOver()) {
            throw lost();
          }
          return part;
        });
  }

  @Override
  public Stage assemble(List<PartRecord> listed) {
    change(() -> close(listed));
    HdfsAssembly assembly = null;
    try {
      assembly = parts.assemble(this, listed, epoch.nextName(HdfsParts.WHOLE));
      return assembly;
    } finally {
      if (assembly == null && state == State.ASSEMBLING) {
        change(this::comeHome);
      }
    }
  }

  private void close(List<PartRecord> listed) {
    if (state == State.ASSEMBLING) {
      throw new StorageException(
          FailureReason.CONDITIONAL_CONFLICT, "upload: another completion or abort is under way");
    }
    requireOpen(phase.get());
    parts.requireCommitted(listed);
    phase.incrementAndGet();
    if (!move(folders.inner(epoch), folders.taken(epoch), State.ASSEMBLING)) {
      throw lost();
    }
  }

  /** Renames the inner folder. */
  private boolean move(String from, String to, State then) {
    boolean moved = step(() -> client.rename(from, to) == HdfsClient.Renamed.DONE, then);
    if (moved) {
      parts.moved(to);
    }
    return moved;
  }

  /** Takes a step. Only once it is done, or failed, somebody may read the upload anew. */
  private boolean step(BooleanSupplier step, State then) {
    boolean done = false;
    try {
      done = step.getAsBoolean();
      return done;
    } finally {
      state = done ? then : State.LOST;
    }
  }

  /** The upload takes parts again. Where it cannot be brought home, it is read anew. */
  private void comeHome() {
    if (move(folders.taken(epoch), folders.inner(epoch), State.OPEN)) {
      loaded = loaded && !doubtful;
      doubtful = false;
    } else if (client.status(folders.open()) == null) {
      // Its bucket was removed.
      forget(State.GONE);
      client.remove(folders.taken(epoch));
    }
  }

  @Override
  public void intend(ObjectRecord object, long size) {
    change(
        () -> {
          String file = parts.assembling();
          if (state != State.ASSEMBLING || file == null) {
            throw new IllegalStateException("an intent without an assembled stage");
          }
          Intent noted =
              UploadCodec.intent(file, object, size, clock.instant()).toBuilder()
                  .setUpload(UploadCodec.store(upload))
                  .build();
          if (!notes.put(folders.taken(epoch), HdfsUploadTakeover.INTENT, noted)) {
            throw lost();
          }
          intent = noted;
        });
  }

  /** Parts lie in a joined file now. */
  void joined(HdfsAssembly assembly) {
    change(() -> parts.joined(assembly));
  }

  /** Some of the parts may lie in a joined file now: they are read again once it is given up. */
  void doubt() {
    change(() -> doubtful = true);
  }

  /** The assembled stage is an object now. */
  void published() {
    change(() -> state = State.PUBLISHED);
  }

  /**
   * The assembled stage was given up. The intent goes first: without its file it would look carried
   * out. Where the file is gone already, it was carried out, or another agent has the upload.
   */
  void withdraw(HdfsAssembly assembly) {
    if (state == State.ASSEMBLING) {
      change(
          () -> {
            if (step(() -> giveUp(assembly), State.ASSEMBLING)) {
              comeHome();
            }
          });
    }
  }

  private boolean giveUp(HdfsAssembly assembly) {
    boolean there = client.status(assembly.path()) != null;
    if (there) {
      notes.remove(folders.taken(epoch), HdfsUploadTakeover.INTENT);
      intent = null;
      parts.withdraw(assembly);
    }
    return there;
  }

  @Override
  public void finish() {
    change(
        () -> {
          if (state == State.PUBLISHED) {
            if (!takeover.finish(folders.taken(epoch), folders)) {
              throw lost();
            }
            state = State.FINISHED;
            parts.clear();
          }
          if (state != State.FINISHED) {
            throw new IllegalStateException("upload: " + state + " (expected: published)");
          }
        });
  }

  @Override
  public void discard() {
    book.lock();
    try {
      if (!takeover.discard(folders, epoch)) {
        throw lost();
      }
      if (state != State.OPEN && state != State.FINISHED) {
        client.remove(folders.taken(epoch));
      }
      forget(State.GONE);
      parts.clear();
    } finally {
      book.unlock();
    }
  }

  /** Whether it takes parts. */
  boolean takesParts() {
    return locked(() -> state == State.OPEN);
  }

  /** Forgets an upload that is not there any more. */
  void abandon() {
    forget(State.GONE);
  }

  private void forget(State now) {
    state = now;
    phase.incrementAndGet();
  }
}
