package dev.sluice.agent.store.format;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The record of a small object, from what a put said to the bytes of the attribute, and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordCodecBenchmark {
  private final FileSeal seal =
      FileSeal.newBuilder()
          .setSize(4_096)
          .setModifiedSeconds(1_796_040_000L)
          .setModifiedNanos(123_456_789)
          .build();
  private final ObjectRecord record =
      new ObjectRecord(
          new ETag("d41d8cd98f00b204e9800998ecf8427e"),
          new ChecksumValue(ChecksumAlgorithm.CRC64NVME, ChecksumType.FULL_OBJECT, new byte[8]),
          List.of(),
          null,
          Instant.parse("2026-11-30T12:00:00.123456789Z"),
          ObjectMetadata.of(
              ContentHeaders.NONE.withContentType("image/jpeg"), Map.of("camera", "front")),
          new Principal("owner-id", "Owner"));
  private final byte[] stored = store();

  /** To bytes. */
  @Benchmark
  public byte[] store() {
    return RecordCodec.store(record, seal, 7, StoredRecord.getDefaultInstance()).toByteArray();
  }

  /** From bytes. */
  @Benchmark
  public ObjectRecord load() throws InvalidProtocolBufferException {
    return RecordCodec.load(StoredRecord.parseFrom(stored), true);
  }
}
