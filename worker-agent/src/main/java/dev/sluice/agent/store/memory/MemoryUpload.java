package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.upload.CompletedUpload;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.PartStage;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one upload. Each committed part is a file of its own until an assembly joins them,
 * which consumes their files, as on storages that join files instead of copying them.
 */
final class MemoryUpload implements UploadArea {
  private enum State {
    OPEN,
    /** A completion is under way. */
    FENCED,
    PUBLISHED,
    /** Only the completion is left. */
    FINISHED,
    DISCARDED
  }

  private final UploadRecord upload;
  private final InstantSource clock;
  private final Runnable forget;
  private final TreeMap<Integer, PartRecord> parts = new TreeMap<>();
  private final Map<String, MemoryBytes> files = new HashMap<>();
  private long fileCount;
  private State state = State.OPEN;
  private @Nullable CompletedUpload intent;
  private @Nullable Instant finished;

  /**
   * Begins an upload.
   *
   * @param forget takes it out of its bucket
   */
  MemoryUpload(UploadRecord upload, InstantSource clock, Runnable forget) {
    this.upload = upload;
    this.clock = clock;
    this.forget = forget;
  }

  @Override
  public UploadRecord upload() {
    return upload;
  }

  @Override
  public synchronized PartStage stagePart(int partNumber, long declaredLength) {
    checkOpen();
    return new Part(partNumber);
  }

  @Override
  public synchronized SortedMap<Integer, PartRecord> parts() {
    return new TreeMap<>(parts);
  }

  @Override
  public synchronized @Nullable PartRecord part(int partNumber) {
    return parts.get(partNumber);
  }

  @Override
  public synchronized Stage assemble(List<PartRecord> listed) {
    if (state == State.FENCED) {
      throw new StorageException(
          FailureReason.CONDITIONAL_CONFLICT, "upload: another completion is under way");
    }
    checkOpen();
    for (PartRecord part : listed) {
      if (!part.equals(parts.get(part.number()))) {
        throw new StorageException(
            FailureReason.PART_INVALID,
            "part: " + part.number() + " (expected: still the committed one)",
            new FailureDetail.Part(part.number(), part.etag().value(), part.size(), 0));
      }
    }
    state = State.FENCED;
    return new Assembly(List.copyOf(listed));
  }

  @Override
  public synchronized void intend(ObjectRecord object, long size) {
    intent = new CompletedUpload(object, size);
  }

  @Override
  public synchronized @Nullable CompletedUpload completion() {
    return state == State.PUBLISHED || state == State.FINISHED ? intent : null;
  }

  @Override
  public synchronized void finish() {
    if (state != State.PUBLISHED && state != State.FINISHED) {
      throw new IllegalStateException("upload: " + state + " (expected: published)");
    }
    parts.clear();
    files.clear();
    state = State.FINISHED;
    if (finished == null) {
      finished = clock.instant();
    }
  }

  @Override
  public synchronized void discard() {
    state = State.DISCARDED;
    parts.clear();
    files.clear();
    forget.run();
  }

  synchronized boolean unfinished() {
    return state == State.OPEN || state == State.FENCED;
  }

  /** Whether it is still open and began before a time. */
  synchronized boolean isExpired(Instant before) {
    return state == State.OPEN && upload.initiated().isBefore(before);
  }

  /** Forgets it if it was finished before a time. */
  synchronized boolean forgetTombstone(Instant before) {
    boolean old = finished != null && finished.isBefore(before);
    if (old) {
      discard();
    }
    return old;
  }

  /** Joins parts to one file, which they lie in from now on, and removes the files they lay in. */
  private synchronized MemoryBytes join(List<PartRecord> listed) {
    List<byte[]> segments = new ArrayList<>();
    String joined = "joined-" + fileCount++;
    long offset = 0;
    for (PartRecord part : listed) {
      PartRecord.Place place = part.place();
      MemoryBytes bytes = Objects.requireNonNull(files.get(place.file()));
      segments.addAll(bytes.stretch(place.offset(), part.size()));
      parts.put(part.number(), part.at(new PartRecord.Place(joined, offset)));
      offset += part.size();
    }
    MemoryBytes whole = new MemoryBytes(segments);
    files.put(joined, whole);
    listed.forEach(part -> removeUnlessUsed(part.place().file()));
    return whole;
  }

  private void removeUnlessUsed(String file) {
    if (parts.values().stream().noneMatch(part -> part.place().file().equals(file))) {
      files.remove(file);
    }
  }

  private void checkOpen() {
    if (state != State.OPEN) {
      throw new StorageException(
          FailureReason.UPLOAD_NOT_FOUND, "upload: " + upload.id() + ": " + state);
    }
  }

  private final class Part extends MemoryStage implements PartStage {
    private final int number;

    Part(int number) {
      this.number = number;
    }

    @Override
    public void write(ByteBuffer data) {
      synchronized (MemoryUpload.this) {
        checkOpen();
      }
      super.write(data);
    }

    @Override
    public PartRecord commit(ETag etag, @Nullable ChecksumValue checksum, Instant lastModified) {
      synchronized (MemoryUpload.this) {
        checkOpen();
        String file = "part-" + fileCount++;
        long size = size();
        files.put(file, use());
        PartRecord committed =
            new PartRecord(
                number, size, etag, checksum, lastModified, new PartRecord.Place(file, 0));
        PartRecord earlier = parts.put(number, committed);
        if (earlier != null) {
          removeUnlessUsed(earlier.place().file());
        }
        return committed;
      }
    }
  }

  private final class Assembly extends MemoryStage {
    private final List<PartRecord> listed;

    Assembly(List<PartRecord> listed) {
      this.listed = listed;
    }

    @Override
    public long size() {
      return listed.stream().mapToLong(PartRecord::size).sum();
    }

    @Override
    MemoryBytes use() {
      super.use();
      return join(listed);
    }

    @Override
    void published() {
      synchronized (MemoryUpload.this) {
        state = State.PUBLISHED;
      }
    }

    @Override
    public void close() {
      synchronized (MemoryUpload.this) {
        if (state == State.FENCED) {
          state = State.OPEN;
        }
      }
      super.close();
    }
  }
}
