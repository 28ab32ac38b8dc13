package dev.sluice.integration.trial.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Dice;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes killed with -9 under load; {@code integration-tests/trials kill} does it for long. */
@Timeout(900)
class KillTest {
  private static final long KILLS = 12;

  @TempDir private Path data;

  @Test
  void acknowledgedChanges_surviveKills() {
    try (Deployment deployment = Deployment.local(data, 2)) {
      assertThat(CrashTrial.run(deployment, data, new Kill(deployment), Dice.seed(), KILLS))
          .contains("nothing lost");
    }
  }
}
