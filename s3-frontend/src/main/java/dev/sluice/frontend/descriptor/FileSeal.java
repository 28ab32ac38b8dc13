package dev.sluice.frontend.descriptor;

import dev.sluice.common.rpc.WireTime;
import dev.sluice.v1.FileGrant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * Size and time of a file as the agent opened it. While they hold, so do the bytes.
 *
 * @param size bytes
 * @param modified the time of the last modification
 */
record FileSeal(long size, Instant modified) {
  static FileSeal of(FileGrant grant) {
    return new FileSeal(grant.getSize(), WireTime.toModel(grant.getModified()));
  }

  /** Whether they still hold of the file at a path. */
  boolean holds(Path path) throws IOException {
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    return now.size() == size && now.lastModifiedTime().toInstant().equals(modified);
  }
}
