package dev.sluice.integration;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The page's behaviour on plain files of a local folder. */
class SeedPageTest extends SeedPage {
  @TempDir private static Path data;

  private static SluiceProcess server;

  @BeforeAll
  static void start() {
    server = SluiceProcess.standalone(data).start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected URI server() {
    return server.s3();
  }

  @Override
  protected List<String> files(String bucket) {
    String listed = OutsideCommand.of("ls", "-R", bucket).in(data).run().good().out();
    return listed.lines().skip(1).toList();
  }

  @Override
  protected byte[] bytes(String bucket, String file) throws IOException {
    return Files.readAllBytes(data.resolve(bucket).resolve(file));
  }

  @Override
  protected boolean isThere(String bucket) {
    return Files.exists(data.resolve(bucket));
  }
}
