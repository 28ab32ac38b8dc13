package dev.sluice.frontend.auth.signature;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The decoding of 1 MiB of aws-chunked body in chunks of 64 KiB, with and without signatures. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChunkedBodyBenchmark {
  private static final int PAYLOAD_BYTES = 1 << 20;
  private static final int CHUNK_BYTES = 64 << 10;
  private static final String TIME = "20261130T120000Z";
  private static final String SEED =
      "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";

  /** Whether each chunk has a signature, which costs its SHA-256. */
  @Param({"false", "true"})
  public boolean signed;

  private final Credential credential =
      new Credential("AKIAIOSFODNN7EXAMPLE", "20261130", "us-east-1");
  private final byte[] key = SigV4.signingKey(new SecretAccessKey("secret"), credential);
  private final ByteBuffer out = ByteBuffer.allocateDirect(PAYLOAD_BYTES);
  private ByteBuffer wire = ByteBuffer.allocate(0);

  /** Frames the body as a client does. */
  @Setup
  public void frame() {
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    String previous = SEED;
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int at = 0; at <= PAYLOAD_BYTES; at += CHUNK_BYTES) {
      byte[] data = at < PAYLOAD_BYTES ? chunk : new byte[0];
      String size = Integer.toHexString(data.length);
      if (signed) {
        String hash = Hashes.HEX.formatHex(Hashes.sha256().digest(data));
        previous =
            Hashes.HEX.formatHex(
                Hashes.hmacSha256(
                    key,
                    "AWS4-HMAC-SHA256-PAYLOAD\n%s\n%s\n%s\n%s\n%s"
                        .formatted(TIME, credential.scope(), previous, Hashes.EMPTY_SHA256, hash)));
        size += ";chunk-signature=" + previous;
      }
      framed.writeBytes((size + "\r\n").getBytes(StandardCharsets.US_ASCII));
      framed.writeBytes(data);
      framed.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    wire = ByteBuffer.allocateDirect(framed.size()).put(framed.toByteArray()).flip();
  }

  /** One body, from Jetty's buffer into one of the pool's. */
  @Benchmark
  public ByteBuffer decode() {
    AwsChunkedBody body =
        new AwsChunkedBody(
            PAYLOAD_BYTES,
            false,
            Set.of(),
            signed ? new ChunkSigning(key, TIME, credential.scope(), SEED) : null);
    body.decode(wire.rewind(), out.clear());
    body.end();
    return out;
  }
}
