package dev.sluice.engine.hdfs;

import dev.sluice.common.model.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;

/**
 * Staging folders of agents that are gone. What is in one changes nothing by itself, so that it is
 * safe to take it away: an agent that was not gone after all has lost what it was writing, and
 * makes its folder anew.
 */
final class HdfsStagings {
  /**
   * An agent of several whose folder nothing was done in for so long is taken for gone, by the
   * clock of the namenode. Each shows itself there whenever it sweeps.
   */
  static final Duration ABANDONED_AFTER = Duration.ofDays(7);

  /** Between the id of an agent and that of its run. */
  private static final String DOT = ".";

  private final HdfsClient client;
  private final HdfsPaths paths;
  private final HdfsStaging own;
  private final HdfsRemains remains;
  private final Placement placement;

  HdfsStagings(
      HdfsClient client,
      HdfsPaths paths,
      HdfsStaging own,
      HdfsRemains remains,
      Placement placement) {
    this.client = client;
    this.paths = paths;
    this.own = own;
    this.remains = remains;
    this.placement = placement;
  }

  /** The name of a folder of an agent in one of its runs. */
  static String name(String agentId, String run) {
    return agentId + DOT + run;
  }

  /** Removes those of agents before one that is alone; of several, those that were its own. */
  void removeEarlier(String agentId) {
    remove(
        others().stream()
            .map(HdfsFileStatus::getLocalName)
            .filter(name -> placement == Placement.BUCKET || name.startsWith(agentId + DOT))
            .toList());
  }

  /** Removes those of agents that never came back, and gives their number. */
  long removeAbandoned() {
    return switch (placement) {
      case BUCKET -> 0; // none but its own is left
      case SHARED -> {
        long now = own.show();
        List<String> abandoned =
            others().stream()
                .filter(folder -> age(folder, now).compareTo(ABANDONED_AFTER) > 0)
                .map(HdfsFileStatus::getLocalName)
                .toList();
        remove(abandoned);
        yield abandoned.size();
      }
    };
  }

  private static Duration age(HdfsFileStatus folder, long now) {
    return Duration.ofMillis(now - folder.getModificationTime());
  }

  private List<HdfsFileStatus> others() {
    List<HdfsFileStatus> others = new ArrayList<>();
    new HdfsDirectory(client, paths.stagings(), HdfsDirectory.FIRST)
        .forEachRemaining(
            folder -> {
              if (!folder.getLocalName().equals(own.id())) {
                others.add(folder);
              }
            });
    return others;
  }

  private void remove(List<String> names) {
    remains.take(names.stream().map(name -> paths.stagings() + "/" + name).toList(), own.epoch());
  }
}
