package dev.sluice.integration.hdfs;

import dev.sluice.integration.ClientServer;
import dev.sluice.integration.LoadBalancer;
import dev.sluice.integration.S3Clients;
import dev.sluice.integration.TestAuthority;
import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.TrialStorage;
import dev.sluice.integration.trial.heal.Harm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Two agents of one folder in HDFS behind two frontends that both use both, behind HAProxy. It is
 * started once, by the first test that asks for it, and ends with the tests.
 */
final class HdfsFrontDoor {
  static final int AGENTS = 2;
  static final int FRONTENDS = 2;

  /** Trials sign nothing; outside clients have keys, and what is signed wrongly is refused. */
  private static final String CREDENTIALS =
      ClientServer.IDENTITIES
          + """
            - access-key: %s
              secret-key: %s
              grants:
                - actions: ["s3:*"]
                  resources: ["*"]
          anonymous:
            grants:
              - actions: ["s3:*"]
                resources: ["*"]
          """
              .formatted(S3Clients.ACCESS_KEY, S3Clients.SECRET_KEY);

  private static final class Started {
    private static final HdfsFrontDoor DOOR = new HdfsFrontDoor();
  }

  private final HdfsCluster cluster = HdfsCluster.shared();
  private final Deployment deployment;
  private final LoadBalancer balancer;

  private HdfsFrontDoor() {
    try {
      Path folder = Files.createTempDirectory(cluster.folder(), "front-door");
      Path credentials = Files.writeString(folder.resolve("credentials.yaml"), CREDENTIALS);
      TrialStorage storage =
          new TrialStorage(
              cluster.uri("/front-door"),
              Map.of("HADOOP_CONF_DIR", cluster.configuration().toString()));
      deployment =
          Deployment.shared(
              storage,
              folder,
              AGENTS,
              FRONTENDS,
              "--credentials",
              credentials,
              "--trusted-proxies",
              "127.0.0.1");
      balancer =
          new LoadBalancer(
              LoadBalancer.Kind.HAPROXY,
              folder.resolve("balancer"),
              new TestAuthority(folder.resolve("balancer-tls"), "authority").good("balancer"),
              deployment.s3(0),
              deployment.s3(1));
      Runtime.getRuntime().addShutdownHook(new Thread(balancer::close));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one that all tests share. */
  static HdfsFrontDoor shared() {
    return Started.DOOR;
  }

  Deployment deployment() {
    return deployment;
  }

  /** Where HAProxy serves S3. */
  URI s3() {
    return balancer.s3();
  }

  /** A client of HAProxy. */
  S3Client client() {
    return S3Clients.pathStyle(s3());
  }

  /** All that can die and come back: each agent, each frontend, each data node. */
  List<Harm> harms() {
    List<Harm> harms = new ArrayList<>();
    for (int i = 0; i < HdfsCluster.DATA_NODES; i++) {
      int number = i;
      if (number < AGENTS) {
        harms.add(
            new Harm(
                "agent " + number,
                () -> deployment.killAgent(number),
                () -> deployment.startAgent(number)));
      }
      if (number < FRONTENDS) {
        harms.add(
            new Harm(
                "frontend " + number,
                () -> deployment.killFrontend(number),
                () -> deployment.startFrontend(number)));
      }
      harms.add(
          new Harm(
              "data node " + number,
              () -> cluster.killDataNode(number),
              () -> cluster.restartDataNode(number)));
    }
    return harms;
  }
}
