package dev.sluice.agent.store.key;

import dev.sluice.common.model.ObjectKey;
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

/** The mapping of a key to the path of its file, and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class KeyPathBenchmark {
  /** One that is its own path, and one whose segments are all escaped. */
  @Param({"2026/11/30/IMG_0001.jpg", "a//../.%x/"})
  public String key;

  private ObjectKey objectKey = new ObjectKey("a");
  private byte[] path = {};

  /** Makes the path that is mapped back. */
  @Setup
  public void map() {
    objectKey = new ObjectKey(key);
    path = KeyPath.POSIX.encode(objectKey);
  }

  /** From the key. */
  @Benchmark
  public byte[] encode() {
    return KeyPath.POSIX.encode(objectKey);
  }

  /** From the path. */
  @Benchmark
  public byte[] decode() {
    return KeyPath.POSIX.decode(path);
  }
}
