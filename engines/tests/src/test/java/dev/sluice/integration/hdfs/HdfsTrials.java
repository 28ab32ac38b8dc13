package dev.sluice.integration.hdfs;

import dev.sluice.integration.trial.Trials;
import dev.sluice.integration.trial.core.Dice;
import dev.sluice.integration.trial.core.TrialStorage;
import dev.sluice.integration.trial.heal.HealTrial;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/** Runs trials for long on a cluster of daemons that it starts, and ends with them. */
public final class HdfsTrials {
  private static final long MINUTES = 10;

  private HdfsTrials() {}

  /** Runs the family that the first argument names, with the numbers that the others say. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments[0].equals("heal")) {
      heal(number(arguments, "--seed", Dice.seed()), number(arguments, "--minutes", MINUTES));
      return;
    }
    HdfsCluster cluster = HdfsCluster.shared();
    TrialStorage storage =
        new TrialStorage(
            cluster.uri("/trials"), Map.of("HADOOP_CONF_DIR", cluster.configuration().toString()));
    Trials.run(List.of(arguments), storage);
  }

  private static void heal(long seed, long minutes) throws IOException {
    System.out.println("heal, seed " + seed);
    HdfsFrontDoor door = HdfsFrontDoor.shared();
    try (S3Client s3 = door.client()) {
      System.out.println(HealTrial.run(s3, door.harms(), seed, Duration.ofMinutes(minutes)));
    }
  }

  private static long number(String[] arguments, String flag, long otherwise) {
    for (int i = 1; i + 1 < arguments.length; i += 2) {
      if (arguments[i].equals(flag)) {
        return Long.parseLong(arguments[i + 1]);
      }
    }
    return otherwise;
  }
}
