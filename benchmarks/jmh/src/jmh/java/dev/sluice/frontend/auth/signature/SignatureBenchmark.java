package dev.sluice.frontend.auth.signature;

import dev.sluice.frontend.s3.RequestHead;
import java.time.Instant;
import java.util.HashMap;
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

/** The verification of Signature V4 of a small get, as SDKs send it: head, key and comparison. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SignatureBenchmark {
  private static final String TIME = "20261130T120000Z";
  private static final String HOST = "s3.example.com:39999";
  private static final List<String> SIGNED =
      List.of("amz-sdk-request", "host", "x-amz-content-sha256", "x-amz-date");

  private final SecretAccessKey secret =
      new SecretAccessKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
  private final V4Verifier verifier = new V4Verifier();
  private final RequestHead head = signed();
  private final Instant now = Instant.parse("2026-11-30T12:00:01Z");

  private RequestHead signed() {
    Credential credential = new Credential("AKIAIOSFODNN7EXAMPLE", "20261130", "us-east-1");
    Map<String, List<String>> headers =
        Map.of(
            "host", List.of(HOST),
            "amz-sdk-request", List.of("attempt=1"),
            "user-agent", List.of("aws-sdk-java/2.34.0"),
            "x-amz-date", List.of(TIME),
            "x-amz-content-sha256", List.of(Hashes.EMPTY_SHA256));
    RequestHead bare =
        RequestHead.of("GET", "/photos/2026/11/30/IMG_0001.jpg", null, HOST, headers);
    String canonical = SigV4.canonicalRequest(bare, SIGNED, Hashes.EMPTY_SHA256);
    byte[] key = SigV4.signingKey(secret, credential);
    String signature =
        Hashes.HEX.formatHex(
            Hashes.hmacSha256(key, SigV4.stringToSign(TIME, credential, canonical)));
    String authorization =
        SigV4.ALGORITHM
            + " Credential="
            + credential.accessKey()
            + "/"
            + credential.scope()
            + ", SignedHeaders="
            + String.join(";", SIGNED)
            + ", Signature="
            + signature;
    Map<String, List<String>> all = new HashMap<>(headers);
    all.put("authorization", List.of(authorization));
    return RequestHead.of(bare.method(), bare.rawPath(), null, HOST, all);
  }

  /** The whole of it: the Authorization header is read, the signature computed and compared. */
  @Benchmark
  public BodyFraming verify() {
    Authorization authorization = Authorization.of(head, null);
    return verifier.verify(
        (Authorization.V4Header) authorization, secret, new SentRequest(head, now));
  }
}
