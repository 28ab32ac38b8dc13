package dev.sluice.agent.store.local.upload;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.Intent;
import dev.sluice.agent.store.format.UploadCodec;
import dev.sluice.agent.store.format.UploadLogEntry;
import dev.sluice.agent.store.format.Withdrawal;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.volume.Syncs;
import dev.sluice.agent.store.local.volume.Volume;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The history of an upload, in memory and in its file {@code log}. Entries are only ever appended,
 * each with its length and CRC, so that one torn by a crash, and all after it, reads as never
 * written. For one thread at a time.
 */
public final class UploadLog {
  public static final byte[] NAME = Names.of("log");

  private static final byte[] NEW_NAME = Names.of("log.new");
  private static final int HEADER_BYTES = 8;
  private static final int FILE_MODE = 0600;

  private final Posix posix;

  /** A log of parts that are sent again and again is written anew before it gets longer. */
  static final long MAX_BYTES = 16L << 20;

  private final Syncs syncs;
  private final SortedMap<Integer, PartRecord> parts = new TreeMap<>();
  private @Nullable Intent intent;

  /** Bytes of the file that count; what lies behind them was torn. */
  private long length;

  /** A sync failed: the state of the file on the disk is unknown, so it has to be written again. */
  private volatile boolean doubtful;

  private volatile int count;

  public UploadLog(Volume volume) {
    this.posix = volume.posix();
    this.syncs = volume.syncs();
  }

  /** Reads the bytes of a log, as far as they are whole. */
  public void load(byte[] bytes) {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.remaining() >= HEADER_BYTES) {
      int size = rest.getInt();
      int crc = rest.getInt();
      if (size < 0 || size > rest.remaining()) {
        return;
      }
      byte[] content = new byte[size];
      rest.get(content);
      if (CheckedMessage.crc32c(content, size) != crc || !apply(content)) {
        return;
      }
      length = rest.position();
    }
  }

  /**
   * Whether bytes that were loaded hold a whole entry behind one that is not: a crash tears the
   * last one, so this was done to them later.
   */
  public boolean isDamagedWithin(byte[] bytes) {
    ByteBuffer rest = ByteBuffer.wrap(bytes).position((int) length);
    boolean skipped = false;
    while (rest.remaining() >= HEADER_BYTES) {
      int size = rest.getInt();
      int crc = rest.getInt();
      if (size < 0 || size > rest.remaining()) {
        return false;
      }
      byte[] content = new byte[size];
      rest.get(content);
      if (skipped && size > 0 && CheckedMessage.crc32c(content, size) == crc) {
        return true;
      }
      skipped = true;
    }
    return false;
  }

  private boolean apply(byte[] content) {
    try {
      return apply(UploadLogEntry.parseFrom(content));
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  /** False where the entry makes no sense; the log ends before it then. */
  private boolean apply(UploadLogEntry entry) {
    switch (entry.getEntryCase()) {
      case PART -> {
        PartRecord part = UploadCodec.load(entry.getPart());
        if (part == null) {
          return false;
        }
        parts.put(part.number(), part);
        count = parts.size();
      }
      case INTENT -> {
        if (!UploadCodec.isSound(entry.getIntent())) {
          return false;
        }
        intent = entry.getIntent();
      }
      case WITHDRAWAL -> intent = null;
      case ENTRY_NOT_SET -> {
        // Of a newer version.
      }
    }
    return true;
  }

  /** The number of parts in it; for any thread. */
  int count() {
    return count;
  }

  /** Whether its state on the disk is unknown; for any thread. */
  boolean isDoubtful() {
    return doubtful;
  }

  public SortedMap<Integer, PartRecord> parts() {
    return parts;
  }

  /** The last intent that was not withdrawn. */
  public @Nullable Intent intent() {
    return intent;
  }

  /**
   * Whether the file may say of a data file what is not known here, or was not meant in the end:
   * after a restart that would count. Until it is known to be otherwise the data file must stay.
   */
  boolean mayName(String dataFile) {
    return doubtful || (intent != null && intent.getFile().equals(dataFile));
  }

  /** Withdraws the intent, durably; also one that may have been written although that failed. */
  void withdraw(Descriptor directory) throws ErrnoException {
    if (doubtful || intent != null) {
      append(
          directory,
          UploadLogEntry.newBuilder().setWithdrawal(Withdrawal.getDefaultInstance()).build());
    }
  }

  /**
   * Appends an entry, durably. What fails may have been written all the same, until the next entry
   * is appended: see {@link #mayName}.
   */
  void append(Descriptor directory, UploadLogEntry entry) throws ErrnoException {
    if (doubtful || length > MAX_BYTES) {
      rewrite(directory);
    }
    byte[] frame = frame(entry);
    try (Descriptor file = posix.openForWriting(directory, NAME)) {
      if (posix.stat(file).size() > length) {
        posix.truncate(file, length);
      }
      posix.write(file, ByteBuffer.wrap(frame), length);
      syncs.data(file);
    } catch (ErrnoException e) {
      doubtful = true;
      throw e;
    }
    length += frame.length;
    if (!apply(entry)) {
      throw new IllegalStateException("an entry that cannot be read again: " + entry);
    }
  }

  private static byte[] frame(UploadLogEntry entry) {
    byte[] content = entry.toByteArray();
    return ByteBuffer.allocate(HEADER_BYTES + content.length)
        .putInt(content.length)
        .putInt(CheckedMessage.crc32c(content, content.length))
        .put(content)
        .array();
  }

  /** Takes a part out, durably, as if it had never been sent. */
  public void forget(Descriptor directory, int part) throws ErrnoException {
    parts.remove(part);
    count = parts.size();
    rewrite(directory);
  }

  private void rewrite(Descriptor directory) throws ErrnoException {
    List<byte[]> frames = new ArrayList<>();
    parts.values().forEach(part -> frames.add(frame(partEntry(part))));
    Intent last = intent;
    if (last != null) {
      frames.add(frame(UploadLogEntry.newBuilder().setIntent(last).build()));
    }
    ByteBuffer all = ByteBuffer.allocate(frames.stream().mapToInt(frame -> frame.length).sum());
    frames.forEach(all::put);
    Tree.remove(posix, directory, NEW_NAME);
    try (Descriptor file = posix.create(directory, NEW_NAME, FILE_MODE)) {
      posix.write(file, all.flip(), 0);
      syncs.file(file);
    }
    posix.rename(directory, NEW_NAME, directory, NAME, RenameMode.REPLACE);
    syncs.directory(directory);
    length = all.capacity();
    doubtful = false;
  }

  static UploadLogEntry partEntry(PartRecord part) {
    return UploadLogEntry.newBuilder().setPart(UploadCodec.store(part)).build();
  }

  /** Creates the empty file. */
  static void create(Posix posix, Descriptor directory) throws ErrnoException {
    posix.create(directory, NAME, FILE_MODE).close();
  }
}
