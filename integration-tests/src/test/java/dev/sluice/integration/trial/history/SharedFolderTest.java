package dev.sluice.integration.trial.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Dice;
import dev.sluice.integration.trial.core.TrialStorage;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Concurrent operations on one folder that two agents serve. */
@Timeout(600)
class SharedFolderTest {
  private static final int AGENTS = 2;
  private static final int FRONTENDS = 2;
  private static final long HISTORIES = 4;
  private static final long RACES = 35;

  @TempDir private Path folder;

  private Deployment deployment() {
    TrialStorage storage =
        new TrialStorage(folder.resolve("data").toAbsolutePath().toUri().toString(), Map.of());
    return Deployment.shared(storage, folder, AGENTS, FRONTENDS);
  }

  @Test
  void histories_areLinearizableThroughKillsAndPauses() {
    try (Deployment deployment = deployment()) {
      Runnable strikes = new AgentStrikes(deployment);
      assertThat(HistoryTrial.run(deployment, strikes, Dice.seed(), HISTORIES))
          .contains("every one linearizable");
    }
  }

  @Test
  void races_haveOneWinnerThroughBothFrontends() {
    try (Deployment deployment = deployment()) {
      assertThat(RaceTrial.run(deployment, RACES)).contains("one winner each");
    }
  }
}
