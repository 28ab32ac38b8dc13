package dev.sluice.integration.hdfs;

import dev.sluice.integration.S3Clients;
import dev.sluice.integration.SdkLoad;
import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.TrialStorage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.MiniDFSNNTopology;
import org.apache.hadoop.hdfs.server.namenode.ha.HATestUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** A name service of two name nodes, of which the active one changes under load. All is ours. */
@Timeout(600)
class HdfsFailoverTest {
  private static final String NAME_SERVICE = "objects";
  private static final String BUCKET = "failover";
  private static final int REQUESTS = 60;

  @TempDir private Path folder;

  private MiniDFSCluster cluster() throws IOException {
    Configuration configuration = new HdfsConfiguration();
    configuration.setInt("dfs.replication", 1);
    return new MiniDFSCluster.Builder(configuration, folder.resolve("cluster").toFile())
        .nnTopology(MiniDFSNNTopology.simpleHATopology())
        .numDataNodes(1)
        .build();
  }

  /** The configuration by which clients know the name service. */
  private TrialStorage storage(MiniDFSCluster cluster) throws IOException {
    Configuration client = new Configuration(false);
    HATestUtil.setFailoverConfigurations(cluster, client, NAME_SERVICE);
    Path conf = Files.createDirectory(folder.resolve("conf"));
    try (OutputStream file = Files.newOutputStream(conf.resolve("hdfs-site.xml"))) {
      client.writeXml(file);
    }
    return new TrialStorage(
        "hdfs://" + NAME_SERVICE + "/failover", Map.of("HADOOP_CONF_DIR", conf.toString()));
  }

  @Test
  void activeNameNodeThatChangesUnderLoad_costsNoRequest() throws IOException {
    try (MiniDFSCluster cluster = cluster()) {
      cluster.transitionToActive(0);
      try (Deployment deployment = Deployment.shared(storage(cluster), folder, 2, 2);
          S3Client s3 = S3Clients.pathStyle(deployment.s3(0))) {
        s3.createBucket(request -> request.bucket(BUCKET));
        SdkLoad load = new SdkLoad(s3, BUCKET);

        load.around(
            REQUESTS,
            _ -> {
              cluster.shutdownNameNode(0);
              cluster.transitionToActive(1);
            });
        cluster.restartNameNode(0, false);
        load.around(
            REQUESTS,
            _ -> {
              cluster.transitionToStandby(1);
              cluster.transitionToActive(0);
            });
      }
    }
  }
}
