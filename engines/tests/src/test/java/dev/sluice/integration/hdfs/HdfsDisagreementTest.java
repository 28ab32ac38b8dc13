package dev.sluice.integration.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Dice;
import dev.sluice.integration.trial.core.TrialStorage;
import dev.sluice.integration.trial.history.Disagreement;
import dev.sluice.integration.trial.history.HistoryTrial;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two agents that are both asked to decide about every key, with their fence and without it. */
@Timeout(900)
class HdfsDisagreementTest {
  private static final int AGENTS = 2;
  private static final int FRONTENDS = 2;
  private static final long HISTORIES = 3;

  /** One finds it mostly. */
  private static final long HISTORIES_WITHOUT_FENCE = 60;

  @TempDir private Path folder;

  private Deployment deployment(String name, String options) {
    HdfsCluster cluster = HdfsCluster.shared();
    TrialStorage storage =
        new TrialStorage(
            cluster.uri("/disagreement/" + name),
            Map.of(
                "HADOOP_CONF_DIR",
                cluster.configuration().toString(),
                "SLUICE_JAVA_OPTS",
                "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 " + options));
    return Deployment.shared(storage, folder.resolve(name), AGENTS, FRONTENDS);
  }

  @Test
  void histories_areLinearizableWhileFrontendsUseDifferentAgents() {
    try (Deployment deployment = deployment("fence", "");
        Disagreement _ = new Disagreement(deployment)) {
      assertThat(HistoryTrial.run(deployment, () -> {}, Dice.seed(), HISTORIES))
          .contains("every one linearizable");
    }
  }

  /** The fault is planted: the trial has to find it. */
  @Test
  void fenceThatIsLeftOut_isFoundByTheTrial() {
    try (Deployment deployment = deployment("no-fence", NoFence.option(folder));
        Disagreement _ = new Disagreement(deployment)) {
      AssertionError found =
          catchThrowableOfType(
              AssertionError.class,
              () -> HistoryTrial.run(deployment, () -> {}, Dice.seed(), HISTORIES_WITHOUT_FENCE));

      assertThat(found).hasMessageContaining("no order explains what was answered");
    }
  }
}
