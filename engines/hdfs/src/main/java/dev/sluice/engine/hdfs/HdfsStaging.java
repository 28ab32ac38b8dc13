package dev.sluice.engine.hdfs;

import dev.sluice.common.model.StorageException;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;

/**
 * The folder in which this agent prepares all its changes. Where it serves its root alone, the
 * folder is also its epoch for all keys: the next agent on the root moves it away.
 */
final class HdfsStaging {
  private final HdfsClient client;
  private final HdfsEpoch epoch;

  /**
   * A folder, which is made.
   *
   * @param id of no other folder
   */
  HdfsStaging(HdfsClient client, HdfsPaths paths, String id) {
    this.client = client;
    this.epoch = new HdfsEpoch(client, paths.stagings() + "/" + id, id);
    if (!client.makeDirectories(epoch.path())) {
      throw new IllegalStateException(epoch.path() + ": a file is in the way (expected: a folder)");
    }
  }

  String id() {
    return epoch.id();
  }

  /** The folder as an epoch. */
  HdfsEpoch epoch() {
    return epoch;
  }

  /** A path in it that was never used. */
  String nextPath(String kind) {
    return epoch.nextPath(kind);
  }

  /** A name that no agent ever used. */
  String nextName(String kind) {
    return epoch.nextName(kind);
  }

  /**
   * Shows others that this agent, one of several, is there, and gives the time by the namenode's
   * clock. The folder is made again where it was taken away while the agent stood still.
   *
   * @return milliseconds since the epoch of Unix
   */
  long show() {
    String sign = epoch.nextPath("sign");
    if (!client.makeDirectories(sign)) {
      throw lost(sign);
    }
    client.remove(sign);
    HdfsFileStatus folder = client.status(epoch.path());
    if (folder == null) {
      throw lost(sign);
    }
    return folder.getModificationTime();
  }

  /** The failure of a change that finds nothing where it was prepared. */
  StorageException lost(String prepared) {
    return epoch.lost(prepared);
  }
}
