package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.EngineSettings;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.StorageUri;
import dev.sluice.common.model.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.util.ShutdownHookManager;

/** A cluster in this process, with a namenode and three datanodes; one for all tests. */
final class HdfsCluster {
  static final int DATANODES = 3;

  private static final String REPLICATION = "dfs.replication";

  private static final int LAST_HOOK = 0;

  private static final AtomicInteger ROOTS = new AtomicInteger();

  private final Configuration configuration;
  private final MiniDFSCluster cluster;
  private final DistributedFileSystem files;

  private HdfsCluster(Path folder) throws IOException {
    configuration = new HdfsConfiguration();
    // Blocks of a test are small, so that files have several.
    configuration.setLong("dfs.blocksize", 1 << 20);
    configuration.setLong("dfs.namenode.fs-limits.min-block-size", 1 << 10);
    // One copy of a block costs a third of three, and differs only where a datanode ends.
    configuration.setInt(REPLICATION, 1);
    cluster =
        new MiniDFSCluster.Builder(configuration, folder.toFile()).numDataNodes(DATANODES).build();
    cluster.waitActive();
    files = cluster.getFileSystem();
    // After the hooks of the daemons, which write what they know into it.
    ShutdownHookManager.get()
        .addShutdownHook(() -> FileUtil.fullyDelete(folder.toFile()), LAST_HOOK);
  }

  private static final class Holder {
    static final HdfsCluster SHARED = start();
  }

  /** In a thread of its own: one of the tests' would run other tests where Hadoop forks. */
  private static HdfsCluster start() {
    FutureTask<HdfsCluster> start =
        new FutureTask<>(() -> new HdfsCluster(Files.createTempDirectory("sluice-hdfs-")));
    Thread.ofPlatform().start(start);
    try {
      return start.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("no cluster", e);
    }
  }

  /** The one that all tests share; it ends with the process. */
  static HdfsCluster shared() {
    return Holder.SHARED;
  }

  Configuration configuration() {
    return new Configuration(configuration);
  }

  MiniDFSCluster daemons() {
    return cluster;
  }

  /** The way around the engine, as other programs have it. */
  DistributedFileSystem files() {
    return files;
  }

  /** A root that no test has used. */
  String newRoot() {
    return "/root-" + ROOTS.incrementAndGet();
  }

  StorageUri uri(String root) {
    return StorageUri.parse(cluster.getURI() + root);
  }

  /** A provider of engines on this cluster. */
  HdfsEngineProvider provider() {
    return new HdfsEngineProvider(() -> HdfsConnection.withOurs(configuration()));
  }

  /** A client as the engine has it. */
  HdfsClient client() {
    return new HdfsClient(HdfsConnection.open(cluster.getURI(), configuration()), true, 0644, 0755);
  }

  StorageEngine open(String root) {
    return provider().open(uri(root), settings());
  }

  /** An engine whose files every datanode has. */
  StorageEngine openReplicated(String root) {
    Configuration replicated = configuration();
    replicated.setInt(REPLICATION, DATANODES);
    return new HdfsEngineProvider(() -> HdfsConnection.withOurs(replicated))
        .open(uri(root), settings());
  }

  /** One agent of several on a root. */
  StorageEngine openShared(String root, String agentId) {
    return provider().open(uri(root), settings(Placement.SHARED, agentId));
  }

  static EngineSettings settings() {
    return settings(Placement.BUCKET, "agent-1");
  }

  /** Settings of one agent. */
  static EngineSettings settings(Placement placement, String agentId) {
    return new EngineSettings(
        true,
        0644,
        0755,
        64 << 20,
        64 << 20,
        Duration.ofSeconds(5),
        10_000,
        0,
        0,
        false,
        false,
        placement,
        agentId,
        InstantSource.system());
  }
}
