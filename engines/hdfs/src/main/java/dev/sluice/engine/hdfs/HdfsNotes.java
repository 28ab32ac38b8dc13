package dev.sluice.engine.hdfs;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.sluice.agent.store.format.CheckedMessage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages kept with a directory: in attributes of it, which cost one call of the namenode and no
 * block; what is too large for one lies in a file in the directory, and its attribute is empty.
 */
final class HdfsNotes {
  private static final String PREFIX = HdfsRecords.ATTRIBUTE + ".";
  private static final byte[] IN_FILE = {};

  private final HdfsClient client;
  private final HdfsStaging staging;

  HdfsNotes(HdfsClient client, HdfsStaging staging) {
    this.client = client;
    this.staging = staging;
  }

  /** The notes of a directory; null where there is no directory. */
  @Nullable Map<String, byte[]> all(String directory) {
    return client.attributes(directory);
  }

  /** Puts a note, durably, in place of an earlier one; false where there is no directory. */
  boolean put(String directory, String name, MessageLite message) {
    byte[] value = CheckedMessage.write(message);
    if (HdfsRecords.fits(PREFIX + name, value)) {
      return client.setAttribute(directory, PREFIX + name, value);
    }
    String file = staging.nextPath("note");
    client.create(file, value);
    return client.replace(file, fileOf(directory, name)) == HdfsClient.Renamed.DONE
        && client.setAttribute(directory, PREFIX + name, IN_FILE);
  }

  /** Whether there is a note of a name, damaged or not. */
  static boolean has(Map<String, byte[]> notes, String name) {
    return notes.containsKey(PREFIX + name);
  }

  /** A note; null where there is none, or it was damaged. */
  <M extends MessageLite> @Nullable M get(
      String directory, Map<String, byte[]> notes, String name, Parser<M> parser) {
    byte[] value = notes.get(PREFIX + name);
    if (value != null && value.length == 0) {
      value = client.read(fileOf(directory, name));
    }
    return value == null ? null : CheckedMessage.read(value, parser);
  }

  /** Removes a note. */
  void remove(String directory, String name) {
    Map<String, byte[]> notes = all(directory);
    byte[] value = notes == null ? null : notes.get(PREFIX + name);
    if (value == null) {
      return;
    }
    client.removeAttribute(directory, PREFIX + name);
    if (value.length == 0) {
      client.remove(fileOf(directory, name));
    }
  }

  /** Whether a file in a directory is a note. */
  static boolean isFile(String name) {
    return name.startsWith("note-");
  }

  private static String fileOf(String directory, String name) {
    return directory + "/note-" + name;
  }
}
