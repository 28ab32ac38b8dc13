package dev.sluice.agent.store.local.upload;

import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.UploadCodec;
import dev.sluice.agent.store.format.UploadStart;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.volume.FreeSpaceMonitor;
import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.agent.store.local.volume.Syncs;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one upload. Its name says what became of the upload: {@code <id>}, then {@code
 * <id>.done} once it is completed, or {@code <id>.gone} while what is left of it is removed.
 */
public final class UploadFolder {
  public static final String DONE = ".done";
  public static final String GONE = ".gone";

  /** The file with the upload as it was created. */
  public static final byte[] START = Names.of("upload");

  private static final int DIRECTORY_MODE = 0700;
  private static final int FILE_MODE = 0600;

  private final Posix posix;
  private final Syncs syncs;
  private final StorageArea area;
  private final byte[] bucket;
  private byte[] name;

  UploadFolder(Volume volume, StorageArea area, BucketName bucket, String name) {
    this.posix = volume.posix();
    this.syncs = volume.syncs();
    this.area = area;
    this.bucket = Names.of(bucket.value());
    this.name = Names.of(name);
  }

  /** Creates it, with what was said and an empty log, durably. */
  void create(UploadRecord upload) throws ErrnoException {
    try (Descriptor all = Tree.openOrMakeDirectory(posix, area.uploads(), bucket, DIRECTORY_MODE)) {
      syncs.directory(area.uploads());
      posix.makeDirectory(all, name, DIRECTORY_MODE);
      try {
        fill(upload, all);
        syncs.directory(all);
      } catch (ErrnoException e) {
        Tree.removeAfter(e, posix, all, name);
        throw e;
      }
    }
  }

  /** Writes the files of an upload; that of its creation comes last, and makes the upload whole. */
  private void fill(UploadRecord upload, Descriptor all) throws ErrnoException {
    try (Descriptor own = posix.openDirectory(all, name)) {
      UploadLog.create(posix, own);
      write(own, CheckedMessage.write(UploadCodec.store(upload)));
      syncs.directory(own);
    }
  }

  private void write(Descriptor own, byte[] start) throws ErrnoException {
    try (Descriptor file = posix.create(own, START, FILE_MODE)) {
      posix.write(file, ByteBuffer.wrap(start), 0);
      syncs.file(file);
    }
  }

  /** The upload as it was created; null where that cannot be read. */
  @Nullable UploadRecord read() throws ErrnoException {
    return upload(Tree.readRecord(posix, area.uploads(), path(START)));
  }

  /** The same of any folder that is open. */
  public static @Nullable UploadRecord read(Posix posix, Descriptor own) throws ErrnoException {
    return upload(Tree.readRecord(posix, own, START));
  }

  private static @Nullable UploadRecord upload(byte @Nullable [] bytes) {
    UploadStart start = bytes == null ? null : CheckedMessage.read(bytes, UploadStart.parser());
    return start == null ? null : UploadCodec.load(start);
  }

  /**
   * Whether the creation of the upload was never acknowledged: its record is written before the
   * answer, and parts come after it. An upload with parts whose beginning cannot be read was
   * damaged.
   */
  boolean wasNeverBegun() throws ErrnoException {
    try (Descriptor own = open()) {
      return wasNeverBegun(posix, own);
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
        return false;
      }
      throw e;
    }
  }

  /** The same of any folder that is open. */
  public static boolean wasNeverBegun(Posix posix, Descriptor own) throws ErrnoException {
    FileStat log = Tree.stat(posix, own, UploadLog.NAME);
    return log == null || (log.isRegular() && log.size() == 0);
  }

  /** The log's bytes; null where it is no file that can be read. */
  byte @Nullable [] log(Descriptor own) throws ErrnoException {
    return readLog(posix, own);
  }

  /** The same of any folder that is open. */
  public static byte @Nullable [] readLog(Posix posix, Descriptor own) throws ErrnoException {
    try {
      return Tree.read(posix, own, UploadLog.NAME);
    } catch (ErrnoException e) {
      return switch (e.errno()) {
        case ELOOP, ENXIO, ENODEV, EACCES, EPERM -> null;
        default -> throw e;
      };
    }
  }

  FreeSpaceMonitor space() {
    return area.space();
  }

  /** Whether files of the area may have come to their place by a link instead of a rename. */
  boolean links() {
    return !area.capabilities().noReplace();
  }

  private byte[] path(byte[] inside) {
    return Names.join(Names.join(bucket, name), inside);
  }

  /** A name for a data file that none has. */
  String nextName() {
    return Names.show(area.nextName());
  }

  Descriptor open() throws ErrnoException {
    return posix.openDirectory(area.uploads(), path(Names.NOTHING));
  }

  /** Gives it another ending, durably; it may have it already, though not durably. */
  void turnInto(String ending) throws ErrnoException {
    String now = Names.show(name);
    int dot = now.indexOf('.');
    byte[] next = Names.of((dot < 0 ? now : now.substring(0, dot)) + ending);
    try (Descriptor all = posix.openDirectory(area.uploads(), bucket)) {
      if (!hasTurnedInto(ending)) {
        posix.rename(all, name, all, next, RenameMode.REPLACE);
        name = next;
      }
      syncs.directory(all);
    }
  }

  boolean hasTurnedInto(String ending) {
    return Names.show(name).endsWith(ending);
  }

  /** Removes data files that are not wanted; the log and the record of its creation stay. */
  void keepOnly(Predicate<String> wanted) throws ErrnoException {
    try (Descriptor own = open()) {
      for (byte[] file : Tree.names(posix, own)) {
        boolean kept = Arrays.equals(file, START) || Arrays.equals(file, UploadLog.NAME);
        if (!kept && !wanted.test(Names.show(file))) {
          Tree.remove(posix, own, file);
        }
      }
    }
  }

  /** Removes it with all it holds. */
  void remove() throws ErrnoException {
    try (Descriptor all = posix.openDirectory(area.uploads(), bucket)) {
      Tree.remove(posix, all, name);
    }
  }
}
