package dev.sluice.integration.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.trial.core.Dice;
import dev.sluice.integration.trial.heal.HealTrial;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What of a cluster dies and comes back under load; {@code engines/tests/trials} does it longer.
 */
@Timeout(900)
class HdfsHealTest {
  private static final Duration LENGTH = Duration.ofMinutes(1);

  @Test
  void whateverDiesAndComesBack_costsNoRequestAndNoObject() throws IOException {
    HdfsFrontDoor door = HdfsFrontDoor.shared();
    try (S3Client s3 = door.client()) {
      assertThat(HealTrial.run(s3, door.harms(), Dice.seed(), LENGTH))
          .contains("no error, nothing lost");
    }
  }
}
