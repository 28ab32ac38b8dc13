package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A server whose file system is really full, as its clients see it. */
@Timeout(180)
class FullDiskOverHttpTest {
  private static final String BUCKET = "small";
  private static final long DISK_BYTES = 24 << 20;
  private static final int LARGE_BYTES = 1 << 20;
  private static final int INSUFFICIENT_STORAGE = 507;

  @TempDir private Path folder;

  @Test
  void fullDisk_isToldAndPasses() throws IOException {
    try (LoopMount disk = LoopMount.of(folder, "ext4", DISK_BYTES, "-m", "0")) {
      fillAndEmpty(Files.createDirectory(disk.point().resolve("data")));
    }
  }

  private static void fillAndEmpty(Path data) {
    try (SluiceProcess server = SluiceProcess.standalone(data).start();
        S3Client client = S3Clients.pathStyle(server.s3())) {
      client.createBucket(request -> request.bucket(BUCKET));
      List<String> stored = new ArrayList<>();
      S3Exception full = null;
      while (full == null) {
        full = put(client, "object-" + stored.size());
        if (full == null) {
          stored.add("object-" + stored.size());
        }
      }
      assertThat(full.statusCode()).isEqualTo(INSUFFICIENT_STORAGE);
      assertThat(full.awsErrorDetails().errorCode()).isEqualTo("InsufficientStorage");
      assertThat(data.resolve(".sluice/staging").toFile().list()).isEmpty();
      for (String key : stored) {
        assertThat(client.headObject(request -> request.bucket(BUCKET).key(key)).contentLength())
            .isEqualTo(LARGE_BYTES);
      }

      client.deleteObject(request -> request.bucket(BUCKET).key(stored.getFirst()));
      assertThat(put(client, "after")).isNull();
      assertThat(client.listObjectsV2(request -> request.bucket(BUCKET)).keyCount())
          .isEqualTo(stored.size());
    }
  }

  /** Puts an object; how that failed, null where it did not. */
  private static @Nullable S3Exception put(S3Client client, String key) {
    try {
      client.putObject(
          request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(new byte[LARGE_BYTES]));
      return null;
    } catch (S3Exception e) {
      return e;
    }
  }
}
