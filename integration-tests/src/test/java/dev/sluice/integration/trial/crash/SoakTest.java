package dev.sluice.integration.trial.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Dice;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A minute of mixed load; {@code integration-tests/trials soak} takes half an hour. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class SoakTest {
  @TempDir private Path data;

  @Test
  void mixedLoad_growsNothing() throws Exception {
    try (Deployment deployment = Deployment.local(data, 2)) {
      assertThat(SoakTrial.run(deployment, data, Dice.seed(), Duration.ofSeconds(50)))
          .contains(", 0 failed");
    }
  }
}
