package dev.sluice.integration.trial.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.LoopMount;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many clients for a short time; {@code integration-tests/trials load} takes the whole load. */
@Timeout(600)
class LoadTest {
  @TempDir private Path data;

  @Test
  void manyTransfers_passThroughSmallHeaps() throws Exception {
    assertThat(LoadTrial.transfers(data, 64, 8)).isNotEmpty();
  }

  @Test
  void slowClients_stopNoFastOne() throws Exception {
    assertThat(LoadTrial.slow(data, 200, 200)).isNotEmpty();
  }

  @Test
  void diskThatHangs_breaksNothing() throws Exception {
    try (LoopMount disk = LoopMount.of(data, "ext4")) {
      assertThat(LoadTrial.hung(disk, 300)).isNotEmpty();
    }
  }

  @Test
  void idleConnections_costLittle() throws Exception {
    assertThat(LoadTrial.idle(data, 5_000)).isNotEmpty();
  }
}
