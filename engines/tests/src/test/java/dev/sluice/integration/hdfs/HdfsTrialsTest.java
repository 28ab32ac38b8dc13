package dev.sluice.integration.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Dice;
import dev.sluice.integration.trial.core.TrialStorage;
import dev.sluice.integration.trial.history.AgentStrikes;
import dev.sluice.integration.trial.history.HistoryTrial;
import dev.sluice.integration.trial.history.RaceTrial;
import dev.sluice.integration.trial.model.ModelTrial;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The trials over HDFS: random operations against the model of S3, histories that have to be
 * linearizable. {@code integration-tests/trials} with {@code --storage} does it for long.
 */
@Timeout(600)
class HdfsTrialsTest {
  private static final long STEPS = 240;
  private static final long HISTORIES = 3;
  private static final long RACES = 35;

  @TempDir private Path folder;

  /** An agent of a folder in the cluster that no other test has, and two frontends. */
  private Deployment deployment(String name) {
    HdfsCluster cluster = HdfsCluster.shared();
    TrialStorage storage =
        new TrialStorage(
            cluster.uri("/trials/" + name),
            Map.of("HADOOP_CONF_DIR", cluster.configuration().toString()));
    return Deployment.on(storage, folder, 2);
  }

  @Test
  void hdfs_answersAsTheModel() {
    try (Deployment deployment = deployment("model");
        ModelTrial trial = new ModelTrial(deployment)) {
      assertThat(trial.run(Dice.seed(), STEPS)).isGreaterThanOrEqualTo(STEPS);
    }
  }

  @Test
  void histories_areLinearizableAlsoThroughKills() {
    try (Deployment deployment = deployment("histories")) {
      Runnable strikes = new AgentStrikes(deployment);
      assertThat(HistoryTrial.run(deployment, strikes, Dice.seed(), HISTORIES))
          .contains("every one linearizable");
    }
  }

  @Test
  void races_haveOneWinnerThroughTwoFrontends() {
    try (Deployment deployment = deployment("races")) {
      assertThat(RaceTrial.run(deployment, RACES)).contains("one winner each");
    }
  }
}
