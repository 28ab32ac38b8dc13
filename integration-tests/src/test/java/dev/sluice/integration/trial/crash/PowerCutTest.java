package dev.sluice.integration.trial.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.trial.core.Dice;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The power cut under load; {@code integration-tests/trials power} does it for long. */
@Timeout(600)
class PowerCutTest {
  private static final long CUTS = 2;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void acknowledgedChanges_survivePowerCuts(String kind) {
    assertThat(CutDisk.run(folder, kind, Dice.seed(), CUTS)).contains("nothing lost");
  }
}
