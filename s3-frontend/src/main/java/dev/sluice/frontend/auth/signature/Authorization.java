package dev.sluice.frontend.auth.signature;

import dev.sluice.common.model.Region;
import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The credentials that a request presents, read but not verified. */
public sealed interface Authorization {
  /** Nothing: the request is anonymous. */
  record None() implements Authorization {}

  /** {@code Authorization: AWS key:signature}. */
  record V2Header(String accessKey, String signature) implements Authorization {}

  /** The parameters AWSAccessKeyId, Expires and Signature. */
  record V2Query(String accessKey, String signature, Instant expires) implements Authorization {}

  /**
   * {@code Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…}.
   *
   * @param signedHeaders in lower case, each once, in the order signed
   */
  record V4Header(Credential credential, List<String> signedHeaders, String signature)
      implements Authorization {}

  /**
   * The parameters X-Amz-Algorithm and those that go with it.
   *
   * @param signedHeaders in lower case, each once, in the order signed
   * @param validity how long after {@code time} the request may be sent, at most 7 days
   */
  record V4Query(
      Credential credential,
      List<String> signedHeaders,
      String signature,
      RequestTime time,
      Duration validity)
      implements Authorization {}

  /** The parameters that say who sent a request: two of one name say two things. */
  Set<String> PARAMETERS =
      Set.of(
          "X-Amz-Algorithm",
          "X-Amz-Credential",
          "X-Amz-Date",
          "X-Amz-Expires",
          "X-Amz-Security-Token",
          "X-Amz-SignedHeaders",
          "X-Amz-Content-Sha256",
          SigV4.SIGNATURE_PARAMETER,
          "AWSAccessKeyId",
          "Expires",
          SigV2.SIGNATURE_PARAMETER);

  /**
   * Reads what a request presents.
   *
   * @param region the region whose credentials are good here, others are refused as S3 refuses
   *     them; null: any
   */
  static Authorization of(RequestHead head, @Nullable Region region) {
    Query query = head.query();
    List<String> headers = head.headerLines("authorization");
    String header = headers.isEmpty() ? null : headers.getFirst();
    boolean v4Query =
        query.has("X-Amz-Algorithm")
            || query.has("X-Amz-Credential")
            || query.has(SigV4.SIGNATURE_PARAMETER);
    boolean v2Query = query.has("AWSAccessKeyId") || query.has(SigV2.SIGNATURE_PARAMETER);
    boolean several = headers.size() > 1 || query.repeated(PARAMETERS) != null;
    if (several || (header != null && (v4Query || v2Query)) || (v4Query && v2Query)) {
      throw S3Exception.invalidArgument(
          "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature"
              + " query string parameter or the Authorization header should be specified",
          "Authorization",
          header);
    }
    if (v4Query) {
      return V4QueryParser.parse(query, region);
    }
    if (v2Query) {
      return V2Parser.parseQuery(query);
    }
    return header == null ? new None() : parse(header.strip(), region);
  }

  private static Authorization parse(String header, @Nullable Region region) {
    if (header.isEmpty()) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED);
    }
    int space = header.indexOf(' ');
    String scheme = space < 0 ? header : header.substring(0, space);
    String rest = space < 0 ? "" : header.substring(space + 1).strip();
    return switch (scheme) {
      case SigV4.ALGORITHM -> V4HeaderParser.parse(rest, region);
      case "AWS" -> V2Parser.parseHeader(header, rest);
      case "AWS4-ECDSA-P256-SHA256" ->
          throw new S3Exception(
              S3ErrorCode.NOT_IMPLEMENTED, "Signature Version 4A is not implemented");
      default ->
          throw S3Exception.invalidArgument(
              "Unsupported Authorization Type", "Authorization", header);
    };
  }
}
