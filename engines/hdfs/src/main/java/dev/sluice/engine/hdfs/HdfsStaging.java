package dev.sluice.engine.hdfs;

import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The folder in which this agent prepares all its changes; each is made by renaming out of it, or
 * into it. The next agent on the same root removes it, and from then on nothing that this one began
 * can be finished any more, however late it tries.
 */
final class HdfsStaging {
  private final HdfsClient client;
  private final String path;
  private final String id;
  private final AtomicLong names = new AtomicLong();

  /**
   * A folder, which is made.
   *
   * @param id of no other folder
   */
  HdfsStaging(HdfsClient client, HdfsPaths paths, String id) {
    this.client = client;
    this.id = id;
    this.path = paths.stagings() + "/" + id;
    if (!client.makeDirectories(path)) {
      throw new IllegalStateException(path + ": a file is in the way (expected: a folder)");
    }
  }

  String id() {
    return id;
  }

  /** A path in it that was never used. */
  String nextPath(String kind) {
    return path + "/" + nextName(kind);
  }

  /** A name that no agent ever used. */
  String nextName(String kind) {
    return kind + "-" + id + "-" + names.getAndIncrement();
  }

  /** The failure of a change that finds nothing where it was prepared. */
  StorageException lost(String prepared) {
    boolean fenced = client.status(path) == null;
    return new StorageException(
        fenced ? FailureReason.UNAVAILABLE : FailureReason.STORAGE_FAULT,
        fenced
            ? "hdfs: "
                + path
                + ": removed by an agent that serves the same root (expected: one agent)"
            : "hdfs: " + prepared + ": gone (expected: a file of the agent)");
  }
}
