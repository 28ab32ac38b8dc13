package dev.sluice.engine.hdfs;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DFSClient;
import org.apache.hadoop.hdfs.HdfsConfiguration;

/** The way to a cluster: by the usual Hadoop configuration, where that says nothing by ours. */
final class HdfsConnection {
  /** Values for keys of which the configuration has nothing but Hadoop's default. */
  private static final String[][] OURS = {
    // The first wait for a namenode that has not heard of a block yet: 400 ms without a word, which
    // is what a small file costs then.
    {"dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "5"},
    // With each retry the wait doubles: 5 ms to 20 s.
    {"dfs.client.block.write.locateFollowingBlock.retries", "12"},
    // Fewer datanodes than replicas: goes on with those that are left.
    {"dfs.client.block.write.replace-datanode-on-failure.best-effort", "true"},
  };

  private HdfsConnection() {}

  /** The configuration that lies in the folder on the class path. */
  static Configuration configuration() {
    return withOurs(new HdfsConfiguration());
  }

  /** The same of another one: what it says stays. */
  static Configuration withOurs(Configuration configuration) {
    for (String[] entry : OURS) {
      String[] sources = configuration.getPropertySources(entry[0]);
      boolean said = sources != null && sources.length > 0 && !sources[0].endsWith("-default.xml");
      if (!said) {
        configuration.set(entry[0], entry[1]);
      }
    }
    return configuration;
  }

  /**
   * A client of the cluster of a URI; of the default one where it names none.
   *
   * @throws IllegalStateException with one sentence, where there is none
   */
  static DFSClient open(URI storage, Configuration configuration) {
    try {
      URI cluster =
          storage.getAuthority() == null
              ? FileSystem.getDefaultUri(configuration)
              : URI.create(storage.getScheme() + "://" + storage.getAuthority());
      return new DFSClient(cluster, configuration);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(storage + ": " + e.getMessage(), e);
    }
  }
}
