package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A file system that hangs, or fails, below files that the agent has passed to a frontend. It is
 * that of one bucket; another bucket lies elsewhere.
 */
@Timeout(300)
class PassedFileFaultsTest {
  /** More than the two ends of a connection take. */
  private static final int LENGTH = 16 << 20;

  /** More than there are threads for the files of one file system. */
  private static final int READERS = 20;

  private static final String BUCKET = "mounted";
  private static final String OTHER = "other";

  private final byte[] content = new byte[LENGTH];

  @TempDir private Path data;

  @BeforeEach
  void makeContent() {
    new Random(1).nextBytes(content);
  }

  @Test
  void fileSystemThatHangs_holdsItsReadersUntilTheirDeadline() throws Exception {
    try (LoopMount disk = LoopMount.of(data, "ext4");
        DeviceHang hang = DeviceHang.of(disk.point());
        SluiceProcess agent = SluiceProcess.agent(data).with("--scrub-rate", "0B").start();
        SluiceProcess frontend =
            SluiceProcess.frontend(data)
                .with("--body-timeout", "3s", "--agent-timeout", "3s")
                .start();
        S3Client s3 = S3Clients.pathStyle(frontend.s3())) {
      fill(s3);
      hang.add(agent);
      hang.add(frontend);
      DeviceHang.forget(disk.point().resolve("large"));
      hang.begin();
      List<RawHttp> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(RawHttp.send(frontend.s3(), "GET", "/mounted/large", -1).patient());
      }
      int begun = 0;
      for (RawHttp reader : readers) {
        assertOtherIsServed(s3);
        begun += statusOf(reader) == 200 ? 1 : 0;
      }
      assertThat(begun).as("readers to whom the file was passed").isPositive();
      assertThat(MovedBodiesContract.measured(agent, "sluice_agent_descriptors_passed_total", ""))
          .isGreaterThanOrEqualTo(begun);
      hang.end();
      assertThat(get(s3, BUCKET, "large")).isEqualTo(content);
    }
  }

  /** Waits for the end of an answer, which is none of all bytes; its status. */
  private static int statusOf(RawHttp reader) throws IOException {
    try (reader) {
      int status = reader.status();
      assertThat(status).isIn(200, 503);
      assertThat(reader.drain()).isLessThan(LENGTH);
      return status;
    }
  }

  @Test
  void fileSystemThatFails_breaksItsReadersOff() throws Exception {
    try (LoopMount disk = LoopMount.of(data, "ext4");
        SluiceProcess agent = SluiceProcess.agent(data).with("--scrub-rate", "0B").start();
        SluiceProcess frontend = SluiceProcess.frontend(data).start();
        S3Client s3 = S3Clients.pathStyle(frontend.s3())) {
      fill(s3);
      try (RawHttp reader = RawHttp.send(frontend.s3(), "GET", "/mounted/large", -1)) {
        assertThat(reader.patient().status()).isEqualTo(200);
        assertThat(reader.read(1)).hasSize(1);
        assertThat(MovedBodiesContract.measured(agent, "sluice_agent_descriptors_passed_total", ""))
            .isEqualTo(1);
        disk.cut();
        assertThat(reader.drain()).isLessThan(LENGTH - 1);
      }
      assertOtherIsServed(s3);
    }
  }

  private void fill(S3Client s3) {
    s3.createBucket(r -> r.bucket(OTHER));
    for (String bucket : List.of(BUCKET, OTHER)) {
      s3.putObject(r -> r.bucket(bucket).key("large"), RequestBody.fromBytes(content));
    }
  }

  private void assertOtherIsServed(S3Client s3) throws IOException {
    assertThat(get(s3, OTHER, "large")).isEqualTo(content);
    s3.putObject(r -> r.bucket(OTHER).key("small"), RequestBody.fromString("small"));
    assertThat(s3.listObjectsV2(r -> r.bucket(OTHER)).keyCount()).isEqualTo(2);
    assertThat(Files.readString(data.resolve("other/small"))).isEqualTo("small");
  }

  private static byte[] get(S3Client s3, String bucket, String key) {
    return s3.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asByteArray();
  }
}
