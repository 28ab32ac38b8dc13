package dev.sluice.frontend.auth.signature;

import dev.sluice.frontend.s3.RequestHead;
import java.util.List;
import java.util.stream.Stream;

/** Signs requests as a client does, rightly or wrongly as a test wants it. */
public final class V4Signer {
  public static final String TIME = "20130524T000000Z";

  private V4Signer() {}

  /** Signs every header there is, with the header form. */
  public static RequestHead sign(RequestHead head) {
    return sign(
        head, new Credential(Requests.ACCESS_KEY, "20130524", "us-east-1"), signedHeaders(head));
  }

  public static RequestHead sign(
      RequestHead head, Credential credential, List<String> signedHeaders) {
    String payload = String.valueOf(head.header("x-amz-content-sha256"));
    String canonical = SigV4.canonicalRequest(head, signedHeaders, payload);
    return Requests.with(
        head,
        "authorization",
        "AWS4-HMAC-SHA256 Credential="
            + credential.accessKey()
            + "/"
            + credential.scope()
            + ", SignedHeaders="
            + String.join(";", signedHeaders)
            + ", Signature="
            + signature(credential, canonical));
  }

  /** Adds the parameters of a presigned request, of which the test gives those that vary. */
  public static RequestHead presign(RequestHead head, String date, String expires) {
    Credential credential = new Credential(Requests.ACCESS_KEY, date.substring(0, 8), "us-east-1");
    String query =
        Stream.of(head.query().sent())
                .filter(given -> given != null && !given.isEmpty())
                .map(given -> given + "&")
                .findFirst()
                .orElse("")
            + "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
            + (credential.accessKey() + "/" + credential.scope()).replace("/", "%2F")
            + "&X-Amz-Date="
            + date
            + "&X-Amz-Expires="
            + expires
            + "&X-Amz-SignedHeaders="
            + String.join("%3B", signedHeaders(head));
    String canonical =
        SigV4.canonicalRequest(
            RequestHead.of(head.method(), head.rawPath(), query, head.host(), head.headers()),
            signedHeaders(head),
            "UNSIGNED-PAYLOAD");
    byte[] key = SigV4.signingKey(Requests.SECRET, credential);
    RequestTime time = java.util.Objects.requireNonNull(RequestTime.parseBasic(date));
    String signature = text(key, SigV4.stringToSign(time.timestamp(), credential, canonical));
    return RequestHead.of(
        head.method(),
        head.rawPath(),
        query + "&X-Amz-Signature=" + signature,
        head.host(),
        head.headers());
  }

  /** The signature of a string, as a client writes it. */
  public static String text(byte[] key, String stringToSign) {
    return Hashes.HEX.formatHex(Hashes.hmacSha256(key, stringToSign));
  }

  private static List<String> signedHeaders(RequestHead head) {
    return head.headers().keySet().stream().sorted().toList();
  }

  private static String signature(Credential credential, String canonical) {
    byte[] key = SigV4.signingKey(Requests.SECRET, credential);
    return text(key, SigV4.stringToSign(TIME, credential, canonical));
  }
}
