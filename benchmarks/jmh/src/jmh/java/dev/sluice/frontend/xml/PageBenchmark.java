package dev.sluice.frontend.xml;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The document of a page of 1,000 keys. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PageBenchmark {
  private static final int KEYS = 1_000;

  private final S3Xml xml = new S3Xml();
  private final ListBucketResult page =
      ListBucketResult.ofVersion2(
          new ListBucketResult.Page("photos", "", null, KEYS, null, true, contents(), List.of()),
          null,
          null,
          "2026/11/30/IMG_0999.jpg");

  private static List<ListBucketResult.Contents> contents() {
    Instant first = Instant.parse("2026-11-30T12:00:00.123Z");
    return IntStream.range(0, KEYS)
        .mapToObj(
            number ->
                new ListBucketResult.Contents(
                    "2026/11/30/IMG_%04d.jpg".formatted(number),
                    first.plusSeconds(number),
                    "\"d41d8cd98f00b204e9800998ecf8427e\"",
                    "CRC64NVME",
                    "FULL_OBJECT",
                    4_096L + number,
                    null,
                    "STANDARD"))
        .toList();
  }

  /** From the records to bytes. */
  @Benchmark
  public byte[] write() {
    return xml.document(page);
  }
}
