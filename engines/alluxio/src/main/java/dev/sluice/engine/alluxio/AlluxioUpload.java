package dev.sluice.engine.alluxio;

import alluxio.client.file.URIStatus;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.upload.CompletedUpload;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.PartStage;
import dev.sluice.agent.store.engine.upload.RecentUploads;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.CommittedPart;
import dev.sluice.agent.store.format.Intent;
import dev.sluice.agent.store.format.UploadCodec;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One upload: its parts, and what becomes of them. Each part is a file of its own in the upload's
 * folder. Alluxio neither joins files nor appends to one, so that completing reads all parts and
 * writes them once more, in the agent; the parts stay where they are until the object is there.
 */
final class AlluxioUpload implements UploadArea, RecentUploads.Held {
  private static final String PART = "part-";

  private enum State {
    OPEN,
    ASSEMBLING,
    PUBLISHED,
    FINISHED,
    GONE,
    /** What is known of it may be wrong: it has to be read anew. */
    LOST
  }

  private final AlluxioClient client;
  private final AlluxioEpoch epoch;
  private final AlluxioIntents intents;
  private final UploadRecord upload;
  private final String folder;
  private final String tombstone;
  private final InstantSource clock;

  /** Guards all that follows. Never held while bytes are read or written. */
  private final ReentrantLock book = new ReentrantLock();

  private final TreeMap<Integer, PartRecord> parts = new TreeMap<>();
  private volatile int count;
  private volatile State state;

  /** Raised when writers are fenced off. */
  private final AtomicInteger phase = new AtomicInteger();

  private boolean loaded;

  /** The attempt to complete it that is under way, or was the last; null where there was none. */
  private @Nullable String attempt;

  private @Nullable Intent intent;

  /**
   * An upload.
   *
   * @param finished what it has made; null where it is unfinished
   */
  AlluxioUpload(
      AlluxioClient client,
      AlluxioPaths paths,
      AlluxioEpoch epoch,
      AlluxioIntents intents,
      UploadRecord upload,
      @Nullable Intent finished,
      InstantSource clock) {
    this.client = client;
    this.epoch = epoch;
    this.intents = intents;
    this.upload = upload;
    this.folder = paths.openUpload(upload.bucket(), upload.id());
    this.tombstone = paths.doneUpload(upload.bucket(), upload.id());
    this.intent = finished;
    this.state = finished == null ? State.OPEN : State.FINISHED;
    this.loaded = finished != null;
    this.clock = clock;
  }

  @Override
  public UploadRecord upload() {
    return upload;
  }

  /** Whether this says nothing of the upload any more: what is there has to be read. */
  boolean isGone() {
    return state == State.GONE || state == State.LOST;
  }

  /** Whether it became an object, as far as is known. */
  boolean isPublished() {
    return state == State.PUBLISHED || state == State.FINISHED;
  }

  boolean isFinished() {
    return state == State.FINISHED;
  }

  @Override
  public int partsInMemory() {
    return count;
  }

  /** All that is known of it is in Alluxio. */
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
    for (URIStatus file : client.entries(folder)) {
      PartRecord part = read(file);
      if (part != null) {
        parts.put(part.number(), part);
      }
    }
    count = parts.size();
    loaded = true;
  }

  private static @Nullable PartRecord read(URIStatus file) {
    byte[] value = AlluxioClient.attribute(file, AlluxioRecords.ATTRIBUTE);
    CommittedPart stored =
        value == null ? null : CheckedMessage.read(value, CommittedPart.parser());
    PartRecord part = stored == null ? null : UploadCodec.load(stored);
    return part != null
            && part.size() == file.getLength()
            && file.getName().equals(part.place().file())
        ? part
        : null;
  }

  @Override
  public SortedMap<Integer, PartRecord> parts() {
    return locked(() -> new TreeMap<>(parts));
  }

  @Override
  public @Nullable PartRecord part(int partNumber) {
    return locked(() -> parts.get(partNumber));
  }

  @Override
  public @Nullable CompletedUpload completion() {
    return locked(() -> isPublished() && intent != null ? UploadCodec.completed(intent) : null);
  }

  // ---- Parts that are sent ----

  /** The place of a part. */
  static PartRecord.Place place(int number) {
    return new PartRecord.Place(PART + number, 0);
  }

  @Override
  public PartStage stagePart(int partNumber, long declaredLength) {
    return locked(
        () -> {
          requireOpen(phase.get());
          AlluxioOutput output = new AlluxioOutput(client, epoch.nextPath("part"));
          return new AlluxioPart(this, partNumber, phase.get(), output);
        });
  }

  private StorageException closed() {
    return state == State.LOST
        ? new StorageException(
            FailureReason.UNAVAILABLE,
            "upload: " + folder + ": taken over by another agent (expected: a retry)")
        : new StorageException(
            FailureReason.UPLOAD_NOT_FOUND, "upload: completed or aborted meanwhile");
  }

  /** Fails for a writer of a part that was fenced off. */
  void requireOpen(int since) {
    if (state != State.OPEN || phase.get() != since) {
      throw closed();
    }
  }

  /** Makes a file the part of its number, in one step. */
  PartRecord commit(AlluxioOutput output, PartRecord part, int since) {
    output.end();
    boolean described =
        client.setAttribute(
            output.path(), AlluxioRecords.ATTRIBUTE, CheckedMessage.write(UploadCodec.store(part)));
    return locked(
        () -> {
          requireOpen(since);
          String target = folder + "/" + part.place().file();
          if (!described || !client.replace(output.path(), target)) {
            throw lost();
          }
          parts.put(part.number(), part);
          count = parts.size();
          return part;
        });
  }

  /** The failure of a change that finds nothing where it should be. */
  private StorageException lost() {
    forget(epoch.isOver() || client.status(folder) != null ? State.LOST : State.GONE);
    return closed();
  }

  // ---- Parts that become an object ----

  @Override
  public Stage assemble(List<PartRecord> listed) {
    change(() -> close(listed));
    String name = AlluxioIntents.name(upload.bucket(), upload.id());
    AlluxioOutput whole = new AlluxioOutput(client, intents.whole(name));
    boolean assembled = false;
    try {
      listed.forEach(part -> copy(part, whole));
      whole.end();
      change(() -> attempt = name);
      assembled = true;
      return new AlluxioStage(whole, this);
    } finally {
      if (!assembled) {
        change(() -> state = state == State.ASSEMBLING ? State.OPEN : state);
        whole.discard();
      }
    }
  }

  private void close(List<PartRecord> listed) {
    if (state == State.ASSEMBLING) {
      throw new StorageException(
          FailureReason.CONDITIONAL_CONFLICT, "upload: another completion or abort is under way");
    }
    requireOpen(phase.get());
    for (PartRecord part : listed) {
      if (!part.equals(parts.get(part.number()))) {
        throw new StorageException(
            FailureReason.PART_INVALID,
            "part " + part.number() + ": replaced or never committed",
            new FailureDetail.Part(part.number(), part.etag().value(), part.size(), 0));
      }
    }
    phase.incrementAndGet();
    attempt = null;
    state = State.ASSEMBLING;
  }

  private void copy(PartRecord part, AlluxioOutput whole) {
    if (part.size() == 0) {
      return;
    }
    String path = folder + "/" + part.place().file();
    URIStatus status = client.status(path);
    if (status == null) {
      throw locked(this::lost);
    }
    if (!whole.append(status)) {
      throw new StorageException(
          FailureReason.STORAGE_FAULT, "alluxio: " + path + ": not all of part " + part.number());
    }
  }

  @Override
  public void intend(ObjectRecord object, long size) {
    change(
        () -> {
          String name = attempt;
          if (state != State.ASSEMBLING || name == null) {
            throw new IllegalStateException("an intent without an assembled stage");
          }
          Intent noted =
              UploadCodec.intent(AlluxioIntents.WHOLE + name, object, size, clock.instant())
                  .toBuilder()
                  .setUpload(UploadCodec.store(upload))
                  .build();
          intents.put(name, noted);
          intent = noted;
        });
  }

  /** The assembled stage is an object now. */
  void published() {
    change(() -> state = State.PUBLISHED);
  }

  /**
   * The assembled stage was given up. The intent goes first: without its file it would look carried
   * out. Where the file is gone already, it was carried out, or another agent has the upload.
   */
  void withdraw(AlluxioOutput whole) {
    if (state != State.ASSEMBLING) {
      return;
    }
    change(
        () -> {
          boolean done = false;
          try {
            done = client.status(whole.path()) != null;
            if (done && attempt != null) {
              intents.remove(attempt);
            }
          } finally {
            state = done ? State.OPEN : State.LOST;
          }
          intent = null;
        });
    whole.discard();
  }

  @Override
  public void finish() {
    change(
        () -> {
          if (state == State.PUBLISHED && attempt != null) {
            intents.finish(upload.bucket(), upload.id(), attempt);
            state = State.FINISHED;
            parts.clear();
            count = 0;
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
      if (!epoch.drop(folder)) {
        epoch.requireLasting();
      }
      if (state == State.FINISHED) {
        boolean _ = client.remove(tombstone);
      }
      forget(State.GONE);
      parts.clear();
      count = 0;
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
