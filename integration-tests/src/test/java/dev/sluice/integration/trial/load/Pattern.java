package dev.sluice.integration.trial.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.RawHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Random;

/** Bodies in which each block says whose it is and where it belongs. */
final class Pattern {
  static final int BLOCK = 64 * 1024;

  private static final byte[] NOISE = noise();

  private Pattern() {}

  private static byte[] noise() {
    byte[] noise = new byte[BLOCK];
    new Random(7).nextBytes(noise);
    return noise;
  }

  /** One block of a body. */
  static byte[] block(int owner, long number) {
    byte[] block = NOISE.clone();
    ByteBuffer.wrap(block).putInt(owner).putLong(number);
    return block;
  }

  /** Puts an object of so many blocks; its status. */
  static int put(URI server, String target, int owner, long blocks) throws IOException {
    try (RawHttp http = RawHttp.send(server, "PUT", target, blocks * BLOCK).patient()) {
      for (long number = 0; number < blocks; number++) {
        http.body(block(owner, number));
      }
      return http.status();
    }
  }

  /** Reads an object and compares every byte. */
  static void get(URI server, String target, int owner, long blocks) throws IOException {
    try (RawHttp http = RawHttp.send(server, "GET", target, -1).patient()) {
      assertThat(http.status()).as(target).isEqualTo(200);
      for (long number = 0; number < blocks; number++) {
        require(http, owner, number);
      }
      assertThat(http.drain()).as("bytes past the end of %s", target).isZero();
    }
  }

  /** Reads the next block. */
  static void require(RawHttp http, int owner, long number) throws IOException {
    assertThat(ByteBuffer.wrap(http.read(BLOCK)))
        .as("block %d of %d", number, owner)
        .isEqualTo(ByteBuffer.wrap(block(owner, number)));
  }
}
