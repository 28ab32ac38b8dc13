package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;

/** Placement shared: several agents that only read one folder, behind one frontend. */
@Timeout(180)
class SharedReadingTest {
  private static final int OBJECTS = 20;

  @TempDir private Path folder;

  private SluiceProcess.Starter reader(Path data, String name) {
    return SluiceProcess.agent(data).with("--read-only", "true", "--state", folder.resolve(name));
  }

  private static void readAll(S3Client s3) {
    assertThat(s3.listBuckets().buckets()).extracting(Bucket::name).containsExactly("photos");
    for (int i = 0; i < OBJECTS; i++) {
      String key = "day-" + i + "/picture";
      assertThat(s3.getObjectAsBytes(request -> request.bucket("photos").key(key)).asUtf8String())
          .isEqualTo("picture " + i);
    }
  }

  private static boolean answersAll(S3Client s3) {
    try {
      readAll(s3);
      return true;
    } catch (SdkException e) {
      return false;
    }
  }

  @Test
  void folderThatIsOnlyRead_isServedByWhicheverAgentIsThere() throws Exception {
    Path data = folder.resolve("data");
    for (int i = 0; i < OBJECTS; i++) {
      Path day = Files.createDirectories(data.resolve("photos/day-" + i));
      Files.writeString(day.resolve("picture"), "picture " + i);
    }
    try (SluiceProcess one = reader(data, "one").start();
        SluiceProcess two = reader(data, "two").start();
        SluiceProcess frontend =
            SluiceProcess.frontend("unix:" + one.socket() + ",unix:" + two.socket())
                .with("--placement", "shared")
                .start();
        S3Client s3 = S3Clients.pathStyle(frontend.s3())) {
      readAll(s3);

      one.kill();
      Await.until("the other agent takes over", () -> answersAll(s3));
    }
  }

  @Test
  void storageOfOneAgent_isRefusedByTheNameOfTheSetting() {
    try (SluiceProcess agent = SluiceProcess.agent(folder.resolve("own")).start();
        SluiceProcess frontend =
            SluiceProcess.frontend("unix:" + agent.socket())
                .with("--placement", "shared")
                .launch()) {
      assertThat(frontend.exitCode()).isEqualTo(1);
      assertThat(frontend.stderr())
          .contains("placement: shared (expected: bucket; its storage (local)");
    }
  }
}
