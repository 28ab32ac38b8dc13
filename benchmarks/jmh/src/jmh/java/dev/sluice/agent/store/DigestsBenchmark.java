package dev.sluice.agent.store;

import dev.sluice.common.model.ChecksumAlgorithm;
import java.nio.ByteBuffer;
import java.util.Locale;
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

/** The digests of one chunk of a body: MD5 and CRC-32C always, and the checksum asked for. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DigestsBenchmark {
  private static final int CHUNK_BYTES = 256 << 10;

  /** The checksum that the client asks for. */
  @Param({"none", "crc64nvme", "sha256"})
  public String checksum;

  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
  private Digests digests = new Digests(null, true);

  /** Begins a body. */
  @Setup
  public void begin() {
    digests =
        new Digests(
            checksum.equals("none")
                ? null
                : ChecksumAlgorithm.valueOf(checksum.toUpperCase(Locale.ROOT)),
            true);
  }

  /** One chunk, left as it is. */
  @Benchmark
  public Digests update() {
    digests.updateMd5(chunk);
    digests.updateOthers(chunk);
    return digests;
  }
}
