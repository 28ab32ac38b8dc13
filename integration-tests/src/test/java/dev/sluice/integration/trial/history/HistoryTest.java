package dev.sluice.integration.trial.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Dice;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Concurrent operations; {@code integration-tests/trials history} does it for long. */
@Timeout(600)
class HistoryTest {
  private static final long HISTORIES = 6;
  private static final long RACES = 140;

  @TempDir private Path data;

  @Test
  void histories_areLinearizableAlsoThroughKills() {
    try (Deployment deployment = Deployment.local(data, 2)) {
      assertLinearizable(deployment);
    }
  }

  @Test
  void histories_areLinearizableAlsoWithPassedFiles() {
    try (Deployment deployment = Deployment.passingFiles(data, 2)) {
      assertLinearizable(deployment);
      assertThat(deployment.bytesOfPassedFiles(0)).isPositive();
      assertThat(deployment.bytesOfPassedFiles(1)).isPositive();
    }
  }

  private static void assertLinearizable(Deployment deployment) {
    Runnable kill = new AgentStrikes(deployment);
    assertThat(HistoryTrial.run(deployment, kill, Dice.seed(), HISTORIES))
        .contains("every one linearizable");
  }

  @Test
  void races_haveOneWinnerThroughOneFrontendAndTwo() {
    try (Deployment one = Deployment.local(data.resolve("one"), 1)) {
      assertThat(RaceTrial.run(one, RACES)).contains("one winner each");
    }
    try (Deployment two = Deployment.local(data.resolve("two"), 2)) {
      assertThat(RaceTrial.run(two, RACES)).contains("one winner each");
    }
  }
}
