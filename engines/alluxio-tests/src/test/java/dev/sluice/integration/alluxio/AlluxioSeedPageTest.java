package dev.sluice.integration.alluxio;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.integration.SeedPage;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The page's behaviour on Alluxio, whose own shell shows the objects. */
class AlluxioSeedPageTest extends SeedPage {
  @TempDir private static Path state;

  private static AlluxioServer alluxio;

  @BeforeAll
  static void start() {
    alluxio = AlluxioServer.open("/seed", state.resolve("state"));
  }

  @AfterAll
  static void stop() {
    if (alluxio != null) {
      alluxio.close();
    }
  }

  @Override
  protected URI server() {
    return alluxio.process().s3();
  }

  @Override
  protected List<String> files(String bucket) {
    return alluxio.files(bucket);
  }

  @Override
  protected byte[] bytes(String bucket, String file) {
    return alluxio.text(bucket + "/" + file).getBytes(UTF_8);
  }

  @Override
  protected boolean isThere(String bucket) {
    return alluxio.isThere(bucket);
  }
}
