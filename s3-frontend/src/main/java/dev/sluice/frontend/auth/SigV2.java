package dev.sluice.frontend.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.frontend.s3.RequestHead;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * AWS Signature Version 2, which old clients (boto 2) still send, as pure functions ("Signing and
 * authenticating REST requests", Amazon S3 User Guide, appendix).
 */
final class SigV2 {
  /** The parameter of a presigned URL that carries the signature. */
  static final String SIGNATURE_PARAMETER = "Signature";

  /** The parameters that are part of the resource and so of the signature. */
  private static final Set<String> SUB_RESOURCES =
      Set.of(
          "accelerate",
          "acl",
          "analytics",
          "cors",
          "delete",
          "inventory",
          "lifecycle",
          "location",
          "logging",
          "metrics",
          "notification",
          "object-lock",
          "partNumber",
          "policy",
          "replication",
          "requestPayment",
          "restore",
          "select",
          "select-type",
          "storageClass",
          "tagging",
          "torrent",
          "uploadId",
          "uploads",
          "versionId",
          "versioning",
          "versions",
          "website",
          "response-cache-control",
          "response-content-disposition",
          "response-content-encoding",
          "response-content-language",
          "response-content-type",
          "response-expires");

  private SigV2() {}

  /**
   * What the signature signs, one character for each byte.
   *
   * @param date the line of the date: the Date header, empty when x-amz-date is sent, or the
   *     Expires parameter
   * @param hostBucket the bucket that the Host header names, null for a path-style request
   */
  static String stringToSign(
      RequestHead head, SentQuery query, String date, @Nullable String hostBucket) {
    return head.method()
        + "\n"
        + plain(head.header("content-md5"))
        + "\n"
        + plain(head.header("content-type"))
        + "\n"
        + date
        + "\n"
        + amazonHeaders(head)
        + resource(head, query, hostBucket);
  }

  /** The signature of a string. */
  static Signature signature(SecretAccessKey secret, String stringToSign) {
    return Signature.base64(Hashes.hmacSha1(secret.reveal().getBytes(UTF_8), stringToSign));
  }

  private static String plain(@Nullable String header) {
    return header == null ? "" : header.strip();
  }

  private static String amazonHeaders(RequestHead head) {
    return head.headers().keySet().stream()
        .filter(name -> name.startsWith("x-amz-"))
        .sorted()
        .map(
            name ->
                name
                    + ":"
                    + head.headerLines(name).stream()
                        .map(String::strip)
                        .collect(Collectors.joining(","))
                    + "\n")
        .collect(Collectors.joining());
  }

  /**
   * The same request with a slash after its bucket, where the path is nothing but a bucket: some
   * clients (botocore) send {@code /bucket} and sign {@code /bucket/}. Any other request as it is.
   */
  static RequestHead withSlashAfterBucket(RequestHead head) {
    String path = head.rawPath();
    return path.length() > 1 && path.lastIndexOf('/') == 0
        ? new RequestHead(head.method(), path + "/", head.rawQuery(), head.host(), head.headers())
        : head;
  }

  private static String resource(RequestHead head, SentQuery query, @Nullable String hostBucket) {
    String sent = Hashes.wireText(head.rawPath());
    String path = hostBucket == null ? sent : "/" + hostBucket + sent;
    List<String> parts =
        query.parameters().stream()
            .filter(parameter -> SUB_RESOURCES.contains(parameter.name()))
            .sorted(Comparator.comparing(SentQuery.Parameter::name))
            .map(SigV2::subResource)
            .toList();
    return parts.isEmpty() ? path : path + "?" + String.join("&", parts);
  }

  /**
   * Values count decoded here, unlike in Signature V4; a parameter without a value has no equals
   * sign.
   */
  private static String subResource(SentQuery.Parameter parameter) {
    String value = parameter.value();
    return value == null
        ? parameter.name()
        : parameter.name() + "=" + Hashes.wireText(PercentEncoding.decode(value));
  }
}
