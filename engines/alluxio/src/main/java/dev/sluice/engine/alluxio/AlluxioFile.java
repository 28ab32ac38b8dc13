package dev.sluice.engine.alluxio;

import alluxio.client.file.URIStatus;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.format.StoredRecord;
import java.util.List;

/**
 * The file of an object with its record.
 *
 * @param status as it was, the record included
 * @param stored its record as it lies there; the default message where there is none
 * @param whole whether no part of the record is missing
 * @param object as it counts
 * @param records attributes of records that it has, that of the newest last; none where it has none
 */
record AlluxioFile(
    URIStatus status,
    StoredRecord stored,
    boolean whole,
    StoredObject object,
    List<String> records) {
  String path() {
    return status.getPath();
  }

  /** Whether a status is that of a file that somebody finished writing. */
  static boolean isFile(URIStatus status) {
    return !status.isFolder() && status.isCompleted();
  }

  /** Whether two looks at a path saw the same file with the same bytes. */
  static boolean isSame(URIStatus one, URIStatus other) {
    return one.getFileId() == other.getFileId()
        && one.getLength() == other.getLength()
        && one.getLastModificationTimeMs() == other.getLastModificationTimeMs();
  }
}
