package dev.sluice.common.policy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

/** The evaluation of a bucket policy of 20 statements, of which the last allows what is asked. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PolicyBenchmark {
  private static final int DENIALS = 19;
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "aws:sourceip", List.of("192.0.2.7"),
          "s3:existingobjecttag/kind", List.of("photo"));

  private final String text = text();
  private final PolicyDocument policy = read();
  private final PolicyQuestion question =
      new PolicyQuestion(
          "s3:GetObject",
          PolicyQuestion.arnOf("photos", "2026/11/30/IMG_0001.jpg"),
          Requester.NOBODY,
          key -> KEYS.getOrDefault(key, List.of()));

  private static String text() {
    String denials =
        IntStream.range(0, DENIALS)
            .mapToObj(
                number ->
                    """
                    {"Effect": "Deny", "Principal": "*", "Action": ["s3:GetObject", "s3:PutObject"],
                     "Resource": "arn:aws:s3:::photos/secret-%d/*",
                     "Condition": {"NotIpAddress": {"aws:SourceIp": "10.%d.0.0/16"}}},
                    """
                        .formatted(number, number))
            .collect(Collectors.joining());
    return """
    {"Version": "2012-10-17", "Statement": [%s
      {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
       "Resource": "arn:aws:s3:::photos/*",
       "Condition": {"StringEquals": {"s3:ExistingObjectTag/kind": "photo"}}}]}
    """
        .formatted(denials);
  }

  /** The reading, which happens when settings change and after a start. */
  @Benchmark
  public PolicyDocument read() {
    try {
      return PolicyDocument.parse(text, PolicyKind.bucket("photos"));
    } catch (PolicyException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One decision. */
  @Benchmark
  public PolicyOutcome evaluate() {
    return policy.evaluate(question);
  }
}
