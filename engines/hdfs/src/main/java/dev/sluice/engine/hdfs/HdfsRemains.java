package dev.sluice.engine.hdfs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;

/**
 * What agents left in the folders of their epochs. A folder is moved away first, so that nothing
 * comes to it any more, is settled then, and goes at last.
 */
final class HdfsRemains {
  /** Begins the names of folders that were taken from earlier agents. */
  static final String KIND = "earlier";

  private final HdfsClient client;
  private final Map<String, Predicate<String>> settlers = new LinkedHashMap<>();

  HdfsRemains(HdfsClient client) {
    this.client = client;
  }

  /**
   * Names who settles the folders of a kind.
   *
   * @param settler is given such a folder, finishes or undoes what was under way and removes it;
   *     false where it has to stay
   */
  void settleBy(String kind, Predicate<String> settler) {
    settlers.put(kind + "-", settler);
  }

  /** Takes a folder away from its owner and settles it; what cannot be settled stays in ours. */
  void take(String folder, HdfsEpoch epoch) {
    String taken = epoch.nextPath(KIND);
    if (client.rename(folder, taken) == HdfsClient.Renamed.DONE) {
      boolean _ = settle(taken);
    }
  }

  /** Settles a folder that was taken; false where something of it has to stay. */
  boolean settle(String folder) {
    boolean settled = true;
    HdfsDirectory entries = new HdfsDirectory(client, folder, HdfsDirectory.FIRST);
    while (entries.hasNext()) {
      HdfsFileStatus entry = entries.next();
      if (entry.isDirectory()) {
        settled &= settler(entry.getLocalName()).test(folder + "/" + entry.getLocalName());
      }
    }
    if (settled) {
      client.remove(folder);
    }
    return settled;
  }

  /** Folders of no kind are those of agents that were themselves taking over. */
  private Predicate<String> settler(String name) {
    return settlers.entrySet().stream()
        .filter(entry -> name.startsWith(entry.getKey()))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElse(this::settle);
  }
}
