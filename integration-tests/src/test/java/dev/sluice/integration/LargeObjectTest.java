package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The largest object of one put, through two tiers of 128 MiB each; the JVM bounds direct memory by
 * the same number. It is the slowest of the tests: {@code -DexcludedGroups=large} leaves it out.
 */
@Tag("large")
class LargeObjectTest {

  private static final long LENGTH = 5L << 30;
  private static final int BLOCK = 1 << 20;
  private static final String SMALL_HEAP = "-Xmx128m";

  @TempDir private Path folder;

  @Test
  @Timeout(600)
  void fiveGibibytes_passThroughSmallHeaps() throws Exception {
    Path data = folder.resolve("data");
    Assumptions.assumeTrue(
        Files.getFileStore(folder).getUsableSpace() > 2 * LENGTH, "too little space for 5 GiB");
    try (SluiceProcess agent = SluiceProcess.agent(data).javaOptions(SMALL_HEAP).start();
        SluiceProcess frontend = SluiceProcess.frontend(data).javaOptions(SMALL_HEAP).start()) {
      assertThat(CurlAnswer.of("-X", "PUT", frontend.s3() + "/large").status()).isEqualTo(200);

      put(frontend);
      assertThat(Files.size(data.resolve("large/object"))).isEqualTo(LENGTH);
      get(frontend);

      assertThat(agent.stderr() + frontend.stderr()).doesNotContain("OutOfMemory");
      Files.delete(data.resolve("large/object"));
    }
  }

  private static void put(SluiceProcess frontend) throws Exception {
    try (RawHttp http = RawHttp.send(frontend.s3(), "PUT", "/large/object", LENGTH);
        ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<?> sent = executor.submit(() -> send(http));
      assertThat(http.patient().status()).isEqualTo(200);
      sent.get();
    }
  }

  private static Void send(RawHttp http) throws IOException {
    OutputStream out = http.output();
    byte[] block = block();
    for (long offset = 0; offset < LENGTH; offset += BLOCK) {
      out.write(stamped(block, offset));
    }
    out.flush();
    return null;
  }

  private static void get(SluiceProcess frontend) throws IOException {
    try (RawHttp http = RawHttp.send(frontend.s3(), "GET", "/large/object", -1)) {
      assertThat(http.patient().head())
          .startsWith("HTTP/1.1 200")
          .contains("content-length: " + LENGTH);
      byte[] expected = block();
      byte[] received = new byte[BLOCK];
      for (long offset = 0; offset < LENGTH; offset += BLOCK) {
        http.input().readNBytes(received, 0, BLOCK);
        assertThat(ByteBuffer.wrap(received))
            .as("the block at %d", offset)
            .isEqualTo(ByteBuffer.wrap(stamped(expected, offset)));
      }
      assertThat(http.drain()).isZero();
    }
  }

  private static byte[] block() {
    byte[] block = new byte[BLOCK];
    new Random(5).nextBytes(block);
    return block;
  }

  /** Each block says where it belongs. */
  private static byte[] stamped(byte[] block, long offset) {
    ByteBuffer.wrap(block).putLong(0, offset);
    return block;
  }
}
