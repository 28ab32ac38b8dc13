package dev.sluice.integration.hdfs;

import dev.sluice.integration.ClientEndpoint;
import dev.sluice.integration.ClientStories;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The core of what clients do that are not ours, through HAProxy, two frontends and two agents, on
 * HDFS. What they have stored is read by AWS's SDK for Java.
 */
@Timeout(600)
class HdfsClientsTest {
  private static S3Client s3;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    s3 = HdfsFrontDoor.shared().client();
  }

  @AfterAll
  static void stop() {
    if (s3 != null) {
      s3.close();
    }
  }

  /** Shows as files what AWS's SDK for Java gets. */
  private final class Door implements ClientEndpoint {
    @Override
    public URI endpoint() {
      return HdfsFrontDoor.shared().s3();
    }

    @Override
    public Path bucket(String path) throws IOException {
      String[] names = path.split("/", 2);
      String prefix = names.length == 1 ? "" : names[1];
      Path got = Files.createTempDirectory(folder, "got");
      for (String key : keys(names[0], prefix)) {
        Path file = got.resolve(key);
        Files.createDirectories(file.getParent());
        s3.getObject(request -> request.bucket(names[0]).key(key), file);
      }
      return prefix.isEmpty() && isEmpty(got) ? got.resolve("nothing") : got.resolve(prefix);
    }

    private static boolean isEmpty(Path folder) throws IOException {
      try (var files = Files.list(folder)) {
        return files.findAny().isEmpty();
      }
    }

    private static List<String> keys(String bucket, String prefix) {
      try {
        return s3
            .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
            .contents()
            .stream()
            .map(S3Object::key)
            .filter(key -> !key.endsWith("/"))
            .toList();
      } catch (NoSuchBucketException e) {
        return List.of();
      }
    }
  }

  private ClientStories stories() {
    return new ClientStories(new Door(), folder);
  }

  @Test
  void boto3_doesItsWholeWork() throws IOException {
    stories().boto3();
  }

  @Test
  void awsCommandLine_syncsCopiesMovesAndRemoves() throws IOException {
    stories().awsCommandLine();
  }

  @Test
  void rclone_syncsAndChecksBothWays() throws IOException {
    stories().rclone();
  }
}
