package dev.sluice.engine.hdfs;

import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The right to decide, as a folder: a change is a renaming out of it, or into it. Whoever takes the
 * right over moves the folder away before anything else, and its path never comes back, so that
 * from then on nothing that was begun with it can be finished any more, however late it is tried. A
 * renaming that is done proves that nobody else decided since the folder was made.
 */
final class HdfsEpoch {
  private final HdfsClient client;
  private final String path;
  private final String id;
  private final AtomicLong names = new AtomicLong();

  /**
   * An epoch whose folder is there.
   *
   * @param id of no other epoch
   */
  HdfsEpoch(HdfsClient client, String path, String id) {
    this.client = client;
    this.path = path;
    this.id = id;
  }

  /** The id, which no other epoch ever has. */
  String id() {
    return id;
  }

  /** The folder. */
  String path() {
    return path;
  }

  /** A path in the folder that was never used. */
  String nextPath(String kind) {
    return path + "/" + nextName(kind);
  }

  /** A name that no epoch ever used. */
  String nextName(String kind) {
    return kind + "-" + id + "-" + names.getAndIncrement();
  }

  /** Whether a path is in the folder. */
  boolean holds(String prepared) {
    return prepared.startsWith(path + "/");
  }

  /** Whether another agent has the right now. */
  boolean isOver() {
    return client.status(path) == null;
  }

  /** The end of an epoch before anything was changed in it: the decision is made anew. */
  static final class Over extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Over(String path) {
      super(path, null, false, false);
    }
  }

  /**
   * Fails where another agent has the right now: what this one saw may be old.
   *
   * @throws Over where nothing was changed yet
   */
  void requireLasting() {
    if (isOver()) {
      throw new Over(path);
    }
  }

  /**
   * Brings a file of the agent in, and gives its path there.
   *
   * @throws Over where the epoch is over and the file is still where it was
   */
  String enter(String file, String kind) {
    if (holds(file)) {
      return file;
    }
    String inside = nextPath(kind);
    if (client.rename(file, inside) == HdfsClient.Renamed.DONE) {
      return inside;
    }
    if (client.status(file) != null) {
      requireLasting();
      throw lost(file);
    }
    // It went with an epoch that it was in before, or with the agent's own folder.
    throw over();
  }

  /** The failure of a change that finds nothing where it was prepared. */
  StorageException lost(String prepared) {
    return isOver()
        ? over()
        : new StorageException(
            FailureReason.STORAGE_FAULT,
            "hdfs: " + prepared + ": gone (expected: a file of the agent)");
  }

  /** The failure of a change that may not be repeated here. */
  StorageException over() {
    return new StorageException(
        FailureReason.UNAVAILABLE,
        "hdfs: " + path + ": taken over by another agent (expected: a retry)");
  }
}
