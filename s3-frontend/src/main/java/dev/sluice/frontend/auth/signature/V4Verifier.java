package dev.sluice.frontend.auth.signature;

import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks signatures of version 4. */
public final class V4Verifier {
  private final SigningKeys keys = new SigningKeys();

  private record Presented(
      Credential credential, List<String> signedHeaders, String signature, RequestTime time) {}

  public BodyFraming verify(
      Authorization.V4Header signed, SecretAccessKey secret, SentRequest request) {
    RequestTime time = RequestTime.of(request.head());
    if (!signed.credential().date().equals(time.day())) {
      throw V4HeaderParser.malformed(
          "Invalid credential date \""
              + signed.credential().date()
              + "\". This date is not the same as X-Amz-Date: \""
              + time.day()
              + "\".");
    }
    time.checkSkew(request.now());
    String payload = request.head().header(PayloadDigest.HEADER);
    if (payload == null) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "Missing required header for this request: " + PayloadDigest.HEADER);
    }
    return verify(
        new Presented(signed.credential(), signed.signedHeaders(), signed.signature(), time),
        payload,
        secret,
        request);
  }

  public BodyFraming verify(
      Authorization.V4Query signed, SecretAccessKey secret, SentRequest request) {
    Instant from = signed.time().instant();
    if (from.isAfter(request.now().plus(RequestTime.MAXIMUM_SKEW))) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED, "Request is not yet valid")
          .with("X-Amz-Date", signed.time().timestamp())
          .with("ServerTime", request.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }
    RequestTime.checkNotExpired(from.plus(signed.validity()), request.now());
    String payload = request.head().query().value("X-Amz-Content-Sha256");
    if (payload == null) {
      payload = request.head().header(PayloadDigest.HEADER);
    }
    if (payload == null) {
      payload = PayloadDigest.UNSIGNED;
    }
    return verify(
        new Presented(
            signed.credential(), signed.signedHeaders(), signed.signature(), signed.time()),
        payload,
        secret,
        request);
  }

  private BodyFraming verify(
      Presented presented, String payload, SecretAccessKey secret, SentRequest request) {
    checkSigned(presented.signedHeaders(), request.head());
    String timestamp = presented.time().timestamp();
    byte[] key = keys.key(secret, presented.credential());
    String sent = SigV4.canonicalRequest(request.head(), presented.signedHeaders(), payload);
    String stringToSign = SigV4.stringToSign(timestamp, presented.credential(), sent);
    if (!isSignedBy(key, stringToSign, presented)) {
      String decoded =
          SigV4.canonicalRequest(
              request.head(),
              PercentEncoding.canonicalPath(request.head().rawPath()),
              presented.signedHeaders(),
              payload);
      if (!isSignedBy(
          key, SigV4.stringToSign(timestamp, presented.credential(), decoded), presented)) {
        throw SignatureMismatch.of(
            presented.credential().accessKey(), presented.signature(), stringToSign, sent);
      }
    }
    return BodyFraming.of(
        request.head(),
        PayloadDigest.of(request.head(), payload),
        new ChunkSigning(key, timestamp, presented.credential().scope(), presented.signature()));
  }

  private static boolean isSignedBy(byte[] key, String stringToSign, Presented presented) {
    return SigV4.signature(key, stringToSign).is(presented.signature());
  }

  /**
   * The host and every x-amz header must be signed; x-amz-content-sha256 is, as the last line of
   * the canonical request.
   */
  private static void checkSigned(List<String> signedHeaders, RequestHead head) {
    Set<String> signed = new HashSet<>(signedHeaders);
    List<String> missing = new ArrayList<>(0);
    if (!signed.contains("host")) {
      missing.add("host");
    }
    for (String name : head.headers().keySet()) {
      if (name.startsWith("x-amz-")
          && !signed.contains(name)
          && !name.equals(PayloadDigest.HEADER)) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      throw new S3Exception(
              S3ErrorCode.ACCESS_DENIED,
              "There were headers present in the request which were not signed")
          .with("HeadersNotSigned", missing.stream().sorted().collect(Collectors.joining(", ")));
    }
  }
}
