package dev.sluice.engine.hdfs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** Begins the names of what is removed. */
  static final String DROPPED = "dropped";

  private final HdfsClient client;
  private final Map<String, Predicate<String>> settlers = new LinkedHashMap<>();

  HdfsRemains(HdfsClient client) {
    this.client = client;
    settleBy(DROPPED, client::remove);
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

  /**
   * Takes folders away from their owners and settles them; what cannot be settled stays in ours.
   */
  void take(List<String> folders, HdfsEpoch epoch) {
    List<String> taken = new ArrayList<>();
    for (String folder : folders) {
      String moved = epoch.nextPath(KIND);
      if (client.rename(folder, moved) == HdfsClient.Renamed.DONE) {
        taken.add(moved);
      }
    }
    for (String folder : taken) {
      boolean _ = settle(folder);
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
