package dev.sluice.frontend.auth.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.RequestHead;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * AWS Signature Version 4 in its S3 form, as pure functions ("Authenticating Requests (AWS
 * Signature Version 4)", Amazon S3 API Reference).
 *
 * <p>The path counts as it was sent: nothing is encoded twice or normalised. Where that does not
 * match, it may be decoded and encoded anew, as AWS does: the AWS SDK for Java over Apache's client
 * sends {@code a/%2Fb} and signs {@code a//b}. The query is always decoded and encoded anew,
 * because clients send characters plain that they sign encoded.
 */
final class SigV4 {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  static final String SIGNATURE_PARAMETER = "X-Amz-Signature";

  private static final Comparator<Query.Parameter> BY_NAME_THEN_VALUE =
      Comparator.comparing(Query.Parameter::name).thenComparing(Query.Parameter::value);

  private SigV4() {}

  /**
   * The request in canonical form, one character for each byte, its path as it was sent.
   *
   * @param signedHeaders names in lower case and in the order the client signed them
   * @param payloadHash what the client stated about the body, see {@link PayloadDigest}
   */
  static String canonicalRequest(RequestHead head, List<String> signedHeaders, String payloadHash) {
    return canonicalRequest(head, Hashes.wireText(head.rawPath()), signedHeaders, payloadHash);
  }

  /** The same, with a path of its own. */
  static String canonicalRequest(
      RequestHead head, String path, List<String> signedHeaders, String payloadHash) {
    StringBuilder canonical = new StringBuilder(512);
    canonical.append(head.method()).append('\n');
    canonical.append(path).append('\n');
    canonical.append(canonicalQuery(head.query())).append('\n');
    for (String name : signedHeaders) {
      canonical.append(name).append(':');
      appendHeader(canonical, head, name);
      canonical.append('\n');
    }
    canonical.append('\n');
    canonical.append(String.join(";", signedHeaders)).append('\n');
    return canonical.append(payloadHash).toString();
  }

  /** Encoded anew, sorted by name and then by value, without the signature itself. */
  static String canonicalQuery(Query query) {
    if (query.parameters().isEmpty()) {
      return "";
    }
    return query.parameters().stream()
        .filter(parameter -> !parameter.name().equals(SIGNATURE_PARAMETER))
        .map(SigV4::encoded)
        .sorted(BY_NAME_THEN_VALUE)
        .map(parameter -> parameter.name() + "=" + parameter.value())
        .collect(Collectors.joining("&"));
  }

  private static Query.Parameter encoded(Query.Parameter parameter) {
    return new Query.Parameter(
        PercentEncoding.encode(parameter.name()), PercentEncoding.encode(parameter.value()));
  }

  /**
   * Lines of one name are joined by commas; each is stripped, and runs of blanks inside become one.
   */
  private static void appendHeader(StringBuilder canonical, RequestHead head, String name) {
    if (name.equals("host")) {
      canonical.append(head.host().strip());
      return;
    }
    String separator = "";
    for (String line : head.headerLines(name)) {
      canonical.append(separator);
      separator = ",";
      String value = line.strip();
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        boolean blank = c == ' ' || c == '\t';
        if (!blank) {
          canonical.append(c);
        } else if (value.charAt(i - 1) != ' ' && value.charAt(i - 1) != '\t') {
          canonical.append(' ');
        }
      }
    }
  }

  /**
   * The string that a request's signature signs.
   *
   * @param timestamp the time of the request, {@code yyyyMMdd'T'HHmmss'Z'}
   */
  static String stringToSign(String timestamp, Credential credential, String canonicalRequest) {
    return ALGORITHM
        + "\n"
        + timestamp
        + "\n"
        + credential.scope()
        + "\n"
        + Hashes.sha256Hex(canonicalRequest);
  }

  /** The key of one day, region and service. */
  static byte[] signingKey(SecretAccessKey secret, Credential credential) {
    byte[] day = Hashes.hmacSha256(("AWS4" + secret.reveal()).getBytes(UTF_8), credential.date());
    byte[] region = Hashes.hmacSha256(day, credential.region());
    byte[] service = Hashes.hmacSha256(region, Credential.SERVICE);
    return Hashes.hmacSha256(service, Credential.TERMINATOR);
  }

  /** The signature of a string. */
  static Signature signature(byte[] signingKey, String stringToSign) {
    return Signature.hexadecimal(Hashes.hmacSha256(signingKey, stringToSign));
  }
}
