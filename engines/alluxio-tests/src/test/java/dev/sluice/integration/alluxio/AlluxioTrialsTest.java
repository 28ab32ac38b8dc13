package dev.sluice.integration.alluxio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Dice;
import dev.sluice.integration.trial.core.TrialStorage;
import dev.sluice.integration.trial.history.AgentStrikes;
import dev.sluice.integration.trial.history.HistoryTrial;
import dev.sluice.integration.trial.model.ModelTrial;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The trials over Alluxio: random operations against the model of S3, histories that have to be
 * linearizable. {@code integration-tests/trials} with {@code --storage} does it for long.
 */
@Timeout(600)
class AlluxioTrialsTest {
  private static final long STEPS = 160;
  private static final long HISTORIES = 2;

  @TempDir private Path folder;

  /** An agent of a folder in the cluster that no other test has, and two frontends. */
  private Deployment deployment(String name) {
    String uri = AlluxioServer.daemons().uri("/trials/" + name);
    return Deployment.on(new TrialStorage(uri, Map.of()), folder, 2);
  }

  @Test
  void alluxio_answersAsTheModel() {
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
}
