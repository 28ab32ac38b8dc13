package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.CommittedPart;
import dev.sluice.agent.store.format.JoinedParts;
import dev.sluice.agent.store.format.UploadCodec;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;

/**
 * The files of an upload: {@code part-N} for each part, and {@code whole-…} for what parts are
 * joined to. A note of the folder says, before they are, where each will lie in it, so that they
 * are found there if it does not come to be the object. Guarded by the upload's lock.
 */
final class HdfsParts {
  /** Begins the name of a file that parts are joined to. */
  static final String WHOLE = "whole";

  private static final String PART = "part-";
  private static final int COPY_BYTES = 256 << 10;

  private final HdfsClient client;
  private final HdfsNotes notes;

  /** The inner folder of the upload, where it lies now. */
  private String folder;

  private final TreeMap<Integer, PartRecord> parts = new TreeMap<>();
  private @Nullable String assembling;
  private volatile int count;

  HdfsParts(HdfsClient client, HdfsNotes notes, String folder) {
    this.client = client;
    this.notes = notes;
    this.folder = folder;
  }

  /** The place of a part in a file of its own. */
  static PartRecord.Place place(int number) {
    return new PartRecord.Place(PART + number, 0);
  }

  /** The folder of all files was renamed. */
  void moved(String to) {
    folder = to;
  }

  SortedMap<Integer, PartRecord> all() {
    return parts;
  }

  /** The number of parts; for any thread. */
  int count() {
    return count;
  }

  /** The name of the file that is being assembled; null where none is. */
  @Nullable String assembling() {
    return assembling;
  }

  void clear() {
    parts.clear();
    count = 0;
  }

  // ---- What is there ----

  /**
   * Finds the parts, and removes what an agent that was killed left. A file of a part's own is
   * newer than what was joined.
   */
  void load(Map<String, byte[]> all) {
    clear();
    Map<Integer, PartRecord> joined = new HashMap<>();
    for (HdfsFileStatus file : files().values()) {
      String name = file.getLocalName();
      if (name.startsWith(PART)) {
        PartRecord part = read(file);
        if (part != null) {
          parts.put(part.number(), part);
        }
      } else if (name.startsWith(WHOLE)) {
        find(file, all, joined);
      } else if (!HdfsNotes.isFile(name)) {
        client.remove(folder + "/" + name);
      }
    }
    joined.forEach(parts::putIfAbsent);
    count = parts.size();
  }

  private @Nullable PartRecord read(HdfsFileStatus file) {
    Map<String, byte[]> attributes = client.attributes(HdfsClient.pathOf(file.getFileId()));
    byte[] value = attributes == null ? null : attributes.get(HdfsRecords.ATTRIBUTE);
    CommittedPart stored =
        value == null ? null : CheckedMessage.read(value, CommittedPart.parser());
    PartRecord part = stored == null ? null : UploadCodec.load(stored);
    return part != null
            && part.size() == file.getLen()
            && file.getLocalName().equals(part.place().file())
        ? part
        : null;
  }

  /** Parts that lie in a file already; one into which none was joined goes. */
  private void find(HdfsFileStatus whole, Map<String, byte[]> all, Map<Integer, PartRecord> found) {
    String name = whole.getLocalName();
    JoinedParts plan = notes.get(folder, all, name, JoinedParts.parser());
    if (plan == null || whole.getLen() == 0) {
      client.remove(folder + "/" + name);
      notes.remove(folder, name);
      return;
    }
    for (CommittedPart stored : plan.getPartsList()) {
      PartRecord part = UploadCodec.load(stored);
      if (part != null && part.place().offset() + part.size() <= whole.getLen()) {
        found.put(part.number(), part);
      }
    }
  }

  private Map<String, HdfsFileStatus> files() {
    Map<String, HdfsFileStatus> files = new HashMap<>();
    HdfsDirectory entries = new HdfsDirectory(client, folder, HdfsDirectory.FIRST);
    while (entries.hasNext()) {
      HdfsFileStatus file = entries.next();
      files.put(file.getLocalName(), file);
    }
    return files;
  }

  // ---- Parts that are sent ----

  /** Puts its record with a file that will be a part; false where that is not there. */
  boolean describe(String path, PartRecord part) {
    return client.setAttribute(
        path, HdfsRecords.ATTRIBUTE, CheckedMessage.write(UploadCodec.store(part)));
  }

  /**
   * Makes a described file the part of its number, in place of an earlier one; false where it is
   * not there.
   */
  boolean commit(String path, PartRecord part) {
    if (client.replace(path, folder + "/" + part.place().file()) != HdfsClient.Renamed.DONE) {
      return false;
    }
    parts.put(part.number(), part);
    count = parts.size();
    return true;
  }

  // ---- Parts that become an object ----

  /** Fails where one of these is not the committed one of its number. */
  void requireCommitted(List<PartRecord> listed) {
    for (PartRecord part : listed) {
      if (!part.equals(parts.get(part.number()))) {
        throw new StorageException(
            FailureReason.PART_INVALID,
            "part " + part.number() + ": replaced or never committed",
            new FailureDetail.Part(part.number(), part.etag().value(), part.size(), 0));
      }
    }
  }

  /** Makes the file that parts will be joined to. Called without the upload's lock. */
  HdfsAssembly assemble(HdfsUpload upload, List<PartRecord> listed, String name) {
    List<PartRecord> placed = new ArrayList<>();
    long size = 0;
    for (PartRecord part : listed) {
      placed.add(part.at(new PartRecord.Place(name, size)));
      size += part.size();
    }
    boolean joinable = isJoinable(upload, listed);
    if (joinable) {
      JoinedParts.Builder plan = JoinedParts.newBuilder();
      placed.forEach(part -> plan.addParts(UploadCodec.store(part)));
      if (!notes.put(folder, name, plan.build())) {
        throw upload.lost();
      }
    }
    HdfsOutput whole = new HdfsOutput(client, folder + "/" + name);
    if (!joinable) {
      listed.forEach(part -> copy(upload, part, whole));
    }
    whole.end();
    assembling = name;
    return new HdfsAssembly(client, upload, folder, name, listed, placed, size, joinable);
  }

  /**
   * Whether HDFS joins these files: each has to be a file of one part, as it is written now, with
   * blocks no larger than those of a new file, neither encrypted nor erasure-coded.
   */
  private boolean isJoinable(HdfsUpload upload, List<PartRecord> listed) {
    Map<String, HdfsFileStatus> files = files();
    for (PartRecord part : listed) {
      HdfsFileStatus file = files.get(part.place().file());
      if (file == null) {
        throw upload.lost();
      }
      if (file.getLen() < part.place().offset() + part.size()) {
        throw new StorageException(
            FailureReason.STORAGE_FAULT,
            "hdfs: " + folder + "/" + part.place().file() + ": not all of part " + part.number());
      }
      if (!part.place().equals(place(part.number()))
          || file.getBlockSize() > client.blockSize()
          || file.isEncrypted()
          || file.isErasureCoded()) {
        return false;
      }
    }
    return true;
  }

  private void copy(HdfsUpload upload, PartRecord part, HdfsOutput whole) {
    String path = folder + "/" + part.place().file();
    try (HdfsDataInputStream in = client.open(path)) {
      if (in == null) {
        throw upload.lost();
      }
      byte[] buffer = new byte[(int) Math.min(COPY_BYTES, part.size())];
      in.seek(part.place().offset());
      long left = part.size();
      while (left > 0) {
        int length = (int) Math.min(buffer.length, left);
        in.readFully(buffer, 0, length);
        whole.write(ByteBuffer.wrap(buffer, 0, length));
        left -= length;
      }
    } catch (IOException e) {
      throw HdfsFailures.of("reading of " + path, e);
    }
  }

  /** The assembly's parts lie in its file now. */
  void joined(HdfsAssembly assembly) {
    assembly.placed().stream()
        .filter(part -> part.size() > 0)
        .forEach(part -> parts.put(part.number(), part));
  }

  /** The assembly is given up; its file stays where parts lie in it. */
  void withdraw(HdfsAssembly assembly) {
    assembling = null;
    if (!assembly.holdsParts()) {
      client.remove(assembly.path());
      notes.remove(folder, assembly.name());
    }
  }
}
