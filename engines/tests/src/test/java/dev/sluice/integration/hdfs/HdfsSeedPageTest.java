package dev.sluice.integration.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.integration.SeedPage;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The page's behaviour on HDFS, whose own shell shows the objects. */
class HdfsSeedPageTest extends SeedPage {
  @TempDir private static Path state;

  private static HdfsServer hdfs;

  @BeforeAll
  static void start() {
    hdfs = HdfsServer.open("/seed", state.resolve("state"));
  }

  @AfterAll
  static void stop() {
    if (hdfs != null) {
      hdfs.close();
    }
  }

  @Override
  protected URI server() {
    return hdfs.process().s3();
  }

  @Override
  protected List<String> files(String bucket) {
    return hdfs.files(bucket);
  }

  @Override
  protected byte[] bytes(String bucket, String file) {
    return hdfs.text(bucket + "/" + file).getBytes(UTF_8);
  }

  @Override
  protected boolean isThere(String bucket) {
    return hdfs.isThere(bucket);
  }
}
