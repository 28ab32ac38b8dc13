package dev.sluice.frontend.route;

import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.xml.S3Xml;
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

/** The reading of a request's head into a checked request. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RouterBenchmark {
  private static final String HOST = "s3.example.com:39999";

  private final Router router = new Router(new Addressing("/api/v1/s3", List.of()), new S3Xml());
  private final RequestHead get = head("GET", "/photos/2026/11/30/IMG_0001.jpg", null);
  private final RequestHead list =
      head("GET", "/photos", "list-type=2&prefix=2026%2F11%2F&delimiter=%2F&max-keys=1000");
  private final RequestHead put =
      RequestHead.of(
          "PUT",
          "/photos/2026/11/30/IMG_0001.jpg",
          null,
          HOST,
          Map.of(
              "host", List.of(HOST),
              "content-length", List.of("4096"),
              "content-type", List.of("image/jpeg"),
              "x-amz-meta-camera", List.of("front"),
              "x-amz-tagging", List.of("project=sluice&kind=photo"),
              "if-none-match", List.of("*")));

  private static RequestHead head(String method, String path, String query) {
    return RequestHead.of(
        method, path, query, HOST, Map.of("host", List.of(HOST), "accept", List.of("*/*")));
  }

  /** A get of an object. */
  @Benchmark
  public S3Request get() {
    return router.route(get);
  }

  /** A put with metadata, tags and a condition. */
  @Benchmark
  public S3Request put() {
    return router.route(put);
  }

  /** A listing with a prefix and a delimiter. */
  @Benchmark
  public S3Request list() {
    return router.route(list);
  }
}
