package dev.sluice.integration.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.integration.OutsideCommand;
import dev.sluice.integration.S3Clients;
import dev.sluice.integration.SdkLoad;
import dev.sluice.integration.trial.core.Deployment;
import dev.sluice.integration.trial.core.Dice;
import dev.sluice.integration.trial.history.AgentStrikes;
import dev.sluice.integration.trial.history.HistoryTrial;
import dev.sluice.integration.trial.history.RaceTrial;
import dev.sluice.testing.Await;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Two agents of one folder in HDFS, behind two frontends that both use both. What one frontend has
 * acknowledged the other shows; agents that die or stand still take nothing away. All of it is
 * ours, but for what S3 says of conditions.
 */
@Timeout(900)
class HdfsManyAgentsTest {
  private static final String BUCKET = "shared";
  private static final int KEYS = 20;
  private static final int REQUESTS = 60;
  private static final long RACES = 35;

  /** A strike in every third: a kill of each agent, a pause and a cut of one. */
  private static final long HISTORIES = 12;

  private static Deployment deployment;
  private static S3Client balanced;
  private static S3Client first;
  private static S3Client second;

  @BeforeAll
  static void start() {
    deployment = HdfsFrontDoor.shared().deployment();
    balanced = HdfsFrontDoor.shared().client();
    first = S3Clients.pathStyle(deployment.s3(0));
    second = S3Clients.pathStyle(deployment.s3(1));
    first.createBucket(request -> request.bucket(BUCKET));
  }

  @AfterAll
  static void stop() {
    for (S3Client each : new S3Client[] {balanced, first, second}) {
      if (each != null) {
        each.close();
      }
    }
  }

  @Test
  void change_isSeenThroughTheOtherFrontendAtOnce() {
    for (int i = 0; i < KEYS; i++) {
      S3Client writer = i % 2 == 0 ? first : second;
      S3Client reader = i % 2 == 0 ? second : first;
      String key = "seen-" + i + "/key";
      for (String text : List.of("one", "another")) {
        writer.putObject(
            request -> request.bucket(BUCKET).key(key), RequestBody.fromString(text + i));
        assertThat(
                reader.getObjectAsBytes(request -> request.bucket(BUCKET).key(key)).asUtf8String())
            .isEqualTo(text + i);
      }
      assertThat(listed(reader, key)).containsExactly(key);
      writer.deleteObject(request -> request.bucket(BUCKET).key(key));
      assertThatThrownBy(() -> reader.headObject(request -> request.bucket(BUCKET).key(key)))
          .isInstanceOf(NoSuchKeyException.class);
      assertThat(listed(reader, key)).isEmpty();
    }
  }

  private static List<String> listed(S3Client s3, String prefix) {
    return s3.listObjectsV2(request -> request.bucket(BUCKET).prefix(prefix)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  @Test
  void races_haveOneWinnerThroughBothFrontends() {
    assertThat(RaceTrial.run(deployment, RACES)).contains("one winner each");
  }

  @Test
  void histories_areLinearizableThroughKillsPausesAndCuts() {
    Runnable strikes = new AgentStrikes(deployment);
    assertThat(HistoryTrial.run(deployment, strikes, Dice.seed(), HISTORIES))
        .contains("every one linearizable");
  }

  @Test
  void agentKilledUnderLoad_takesNothingAway() throws IOException {
    try {
      new SdkLoad(balanced, BUCKET).around(REQUESTS, _ -> deployment.killAgent(0));
    } finally {
      deployment.startAgent(0);
    }
  }

  @Test
  void agentThatStandsStillUnderLoad_changesNothingWhenItGoesOn() throws IOException {
    long pid = deployment.agentProcess(1).pid();
    new SdkLoad(balanced, BUCKET)
        .around(
            REQUESTS,
            done -> {
              OutsideCommand.signal("STOP", pid);
              try {
                int before = done.get();
                var _ = Await.until("requests", done::get, count -> count >= before + REQUESTS);
              } finally {
                OutsideCommand.signal("CONT", pid);
              }
            });
  }
}
