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
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One upload: its parts, and what becomes of them. Each part is a file of its own in the upload's
 * folder, so that joining them moves no byte.
 */
final class HdfsUpload implements UploadArea, RecentUploads.Held {
  private static final String INTENT = "intent";

  private enum State {
    OPEN,
    ASSEMBLING,
    PUBLISHED,
    FINISHED,
    GONE
  }

  private final HdfsClient client;
  private final HdfsNotes notes;
  private final HdfsStaging staging;
  private final UploadRecord upload;
  private final String folder;
  private final String doneFolder;
  private final InstantSource clock;
  private final HdfsParts parts;

  /** Guards all that follows. Never held while bytes are read or written. */
  private final ReentrantLock book = new ReentrantLock();

  private volatile State state;

  /** Raised when writers are fenced off. */
  private final AtomicInteger epoch = new AtomicInteger();

  private boolean loaded;

  /** Whether some of the parts may lie elsewhere than is known. */
  private boolean doubtful;

  private @Nullable Intent intent;

  HdfsUpload(
      HdfsClient client,
      HdfsNotes notes,
      HdfsStaging staging,
      UploadRecord upload,
      String folder,
      String doneFolder,
      boolean finished,
      InstantSource clock) {
    this.client = client;
    this.notes = notes;
    this.staging = staging;
    this.upload = upload;
    this.folder = folder;
    this.doneFolder = doneFolder;
    this.clock = clock;
    this.state = finished ? State.FINISHED : State.OPEN;
    this.parts = new HdfsParts(client, notes, folder);
  }

  @Override
  public UploadRecord upload() {
    return upload;
  }

  boolean isGone() {
    return state == State.GONE;
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

  // ---- What is known ----

  private void load() {
    if (loaded || state == State.GONE) {
      return;
    }
    String path = state == State.FINISHED ? doneFolder : folder;
    Map<String, byte[]> all = notes.all(path);
    if (all == null) {
      state = State.GONE;
      return;
    }
    Intent noted = notes.get(path, all, INTENT, Intent.parser());
    intent = noted != null && UploadCodec.isSound(noted) ? noted : null;
    if (state == State.OPEN) {
      settleIntent();
    }
    if (state == State.OPEN) {
      parts.load(all);
    }
    loaded = true;
  }

  /** Whether the last intent was carried out, only its file can show. */
  private void settleIntent() {
    Intent noted = intent;
    if (noted == null) {
      return;
    }
    if (client.status(folder + "/" + noted.getFile()) == null) {
      state = State.PUBLISHED;
    } else {
      notes.remove(folder, INTENT);
      intent = null;
    }
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
          Intent noted = intent;
          return noted != null && (state == State.PUBLISHED || state == State.FINISHED)
              ? UploadCodec.completed(noted)
              : null;
        });
  }

  /** The time at which the completion was noted; null while there is none. */
  @Nullable Instant completedAt() {
    return locked(() -> intent == null ? null : UploadCodec.noted(intent));
  }

  // ---- Parts ----

  @Override
  public PartStage stagePart(int partNumber, long declaredLength) {
    return locked(
        () -> {
          requireOpen();
          HdfsOutput output = new HdfsOutput(client, folder + "/" + staging.nextName("new"));
          return new HdfsPart(this, partNumber, epoch.get(), output);
        });
  }

  private static StorageException closed() {
    return new StorageException(
        FailureReason.UPLOAD_NOT_FOUND, "upload: completed or aborted meanwhile");
  }

  private void requireOpen() {
    if (state != State.OPEN) {
      throw closed();
    }
  }

  /** Fails for a writer of a part that was fenced off. */
  void requireOpen(int since) {
    if (state != State.OPEN || epoch.get() != since) {
      throw closed();
    }
  }

  /** Makes a file the part of its number, in one step. */
  PartRecord commit(HdfsOutput output, PartRecord part, int since) {
    output.end();
    if (!parts.describe(output.path(), part)) {
      throw closed();
    }
    return locked(
        () -> {
          requireOpen(since);
          parts.commit(output.path(), part);
          return part;
        });
  }

  // ---- Completion ----

  @Override
  public Stage assemble(List<PartRecord> listed) {
    locked(
        () -> {
          close(listed);
          return listed;
        });
    HdfsAssembly assembly = null;
    try {
      assembly = parts.assemble(this, listed, staging.nextName(HdfsParts.WHOLE));
      return assembly;
    } finally {
      if (assembly == null) {
        locked(
            () -> {
              reopen();
              return state;
            });
      }
    }
  }

  private void close(List<PartRecord> listed) {
    if (state == State.ASSEMBLING) {
      throw new StorageException(
          FailureReason.CONDITIONAL_CONFLICT, "upload: another completion or abort is under way");
    }
    requireOpen();
    for (PartRecord part : listed) {
      if (!part.equals(parts.all().get(part.number()))) {
        throw new StorageException(
            FailureReason.PART_INVALID,
            "part " + part.number() + ": replaced or never committed",
            new FailureDetail.Part(part.number(), part.etag().value(), part.size(), 0));
      }
    }
    state = State.ASSEMBLING;
    epoch.incrementAndGet();
  }

  private void reopen() {
    if (state == State.ASSEMBLING) {
      state = State.OPEN;
      loaded = loaded && !doubtful;
      doubtful = false;
    }
  }

  @Override
  public void intend(ObjectRecord object, long size) {
    locked(
        () -> {
          String file = parts.assembling();
          if (state != State.ASSEMBLING || file == null) {
            throw new IllegalStateException("an intent without an assembled stage");
          }
          Intent noted = UploadCodec.intent(file, object, size, clock.instant());
          if (!notes.put(folder, INTENT, noted)) {
            throw closed();
          }
          intent = noted;
          return file;
        });
  }

  /** Parts lie in a joined file now. */
  void joined(HdfsAssembly assembly) {
    locked(
        () -> {
          parts.joined(assembly);
          return assembly;
        });
  }

  /** Some of the parts may lie in a joined file now: they are read again once it is given up. */
  void doubt() {
    locked(
        () -> {
          doubtful = true;
          return upload;
        });
  }

  /** The assembled stage is an object now. */
  void published() {
    locked(
        () -> {
          state = State.PUBLISHED;
          return state;
        });
  }

  /**
   * The assembled stage was given up. The intent goes first: without its file it would look carried
   * out.
   */
  void withdraw(HdfsAssembly assembly) {
    locked(
        () -> {
          try {
            if (intent != null) {
              notes.remove(folder, INTENT);
              intent = null;
            }
            parts.withdraw(assembly);
          } finally {
            reopen();
          }
          return assembly;
        });
  }

  @Override
  public void finish() {
    locked(
        () -> {
          if (state == State.PUBLISHED) {
            if (client.rename(folder, doneFolder) != HdfsClient.Renamed.DONE) {
              throw new StorageException(
                  FailureReason.STORAGE_FAULT, "hdfs: " + folder + ": cannot become " + doneFolder);
            }
            state = State.FINISHED;
            bury();
          }
          if (state != State.FINISHED) {
            throw new IllegalStateException("upload: " + state + " (expected: published)");
          }
          return state;
        });
  }

  /** Removes parts that did not become the object's; notes stay. */
  private void bury() {
    parts.clear();
    for (String name : HdfsDirectory.names(client, doneFolder)) {
      if (!HdfsNotes.isFile(name)) {
        client.remove(doneFolder + "/" + name);
      }
    }
  }

  @Override
  public void discard() {
    book.lock();
    try {
      abandon();
      client.remove(folder);
      client.remove(doneFolder);
    } finally {
      book.unlock();
    }
  }

  /** Forgets an upload that is not there any more. */
  void abandon() {
    state = State.GONE;
    epoch.incrementAndGet();
    parts.clear();
  }

  /** Whether it is still open and began before a time. */
  boolean isExpired(Instant before) {
    return upload.initiated().isBefore(before) && locked(() -> state == State.OPEN);
  }

  /** Forgets it if it was completed before a time. */
  boolean forgetTombstone(Instant before) {
    Instant completed = completedAt();
    boolean old = completed != null && completed.isBefore(before);
    if (old) {
      discard();
    }
    return old;
  }
}
