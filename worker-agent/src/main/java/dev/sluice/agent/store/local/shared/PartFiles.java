package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.CommittedPart;
import dev.sluice.agent.store.format.UploadCodec;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.record.AttributeRecords;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of an upload's parts: each has the name of its number, and its record with it. */
final class PartFiles {
  private static final String PREFIX = "part-";

  private final Posix posix;

  PartFiles(Posix posix) {
    this.posix = posix;
  }

  /** The name of the file of a part. */
  static byte[] name(int number) {
    return Names.of(PREFIX + number);
  }

  /** Puts the record of a part with its file; the file's sync is the caller's. */
  void describe(Descriptor file, PartRecord part) throws ErrnoException {
    posix.setAttribute(
        file, AttributeRecords.ATTRIBUTE, CheckedMessage.write(UploadCodec.store(part)));
  }

  /** All parts, by number. */
  SortedMap<Integer, PartRecord> all(Descriptor upload) throws ErrnoException {
    SortedMap<Integer, PartRecord> all = new TreeMap<>();
    for (byte[] name : Tree.names(posix, upload)) {
      if (Names.show(name).startsWith(PREFIX)) {
        try (Descriptor file = open(upload, name)) {
          PartRecord part = file == null ? null : read(file);
          if (part != null) {
            all.put(part.number(), part);
          }
        }
      }
    }
    return all;
  }

  /** The part of a number; null where there is none. */
  @Nullable PartRecord read(Descriptor upload, int number) throws ErrnoException {
    try (Descriptor file = open(upload, number)) {
      return file == null ? null : read(file);
    }
  }

  /** The part that a file is; null where its record cannot be read. */
  @Nullable PartRecord read(Descriptor file) throws ErrnoException {
    byte[] bytes = posix.attribute(file, AttributeRecords.ATTRIBUTE);
    CommittedPart stored =
        bytes == null ? null : CheckedMessage.read(bytes, CommittedPart.parser());
    return stored == null ? null : UploadCodec.load(stored);
  }

  /** The file of a part, open; null where there is none. */
  @Nullable Descriptor open(Descriptor upload, int number) throws ErrnoException {
    return open(upload, name(number));
  }

  private @Nullable Descriptor open(Descriptor upload, byte[] name) throws ErrnoException {
    try {
      return posix.openForReading(upload, name);
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return null;
      }
      throw e;
    }
  }

  /** Removes the files of all parts. */
  void removeAll(Descriptor upload) throws ErrnoException {
    for (byte[] name : Tree.names(posix, upload)) {
      if (Names.show(name).startsWith(PREFIX)) {
        Tree.remove(posix, upload, name);
      }
    }
  }
}
