package dev.sluice.frontend.auth.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.SubResources;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * AWS Signature Version 2, which old clients (boto 2) still send, as pure functions ("Signing and
 * authenticating REST requests", Amazon S3 User Guide, appendix).
 */
final class SigV2 {
  /** The parameter of a presigned URL that carries the signature. */
  static final String SIGNATURE_PARAMETER = "Signature";

  /** The parameters that are part of the resource and so of the signature. */
  static final Set<String> SIGNED =
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

  /**
   * Parameters of a listing that the protocol leaves unsigned, one of which distinguishes two
   * operations apart.
   */
  private static final Set<String> LISTING = Set.of("list-type");

  /** Parameters that decide what is asked for, and that no signature of this version covers. */
  static final Set<String> UNCOVERED =
      SubResources.NAMES.stream()
          .filter(name -> !SIGNED.contains(name) && !LISTING.contains(name))
          .collect(Collectors.toUnmodifiableSet());

  /** The prefix of signed headers. */
  private static final String PREFIX = "x-amz-";

  /** The prefix that minio-go signs by. */
  private static final String SHORT_PREFIX = "x-amz";

  private SigV2() {}

  /**
   * The candidates for the signed string, one character for each byte: first by the specification,
   * then by the deviations of some clients.
   *
   * @param date the line of the date: the Date header, empty when x-amz-date is sent, or the
   *     Expires parameter
   * @param hostBucket the bucket that the Host header names, null for a path-style request
   */
  static List<String> stringsToSign(RequestHead head, String date, @Nullable String hostBucket) {
    Set<String> strings = new LinkedHashSet<>();
    for (String path : paths(head, hostBucket)) {
      for (String prefix : List.of(PREFIX, SHORT_PREFIX)) {
        strings.add(
            String.join(
                "\n",
                head.method(),
                plain(head.header("content-md5")),
                plain(head.header("content-type")),
                date,
                amazonHeaders(head, prefix) + path + subResources(head.query())));
      }
    }
    return List.copyOf(strings);
  }

  /** The signature of a string. */
  static Signature signature(SecretAccessKey secret, String stringToSign) {
    return Signature.base64(Hashes.hmacSha1(secret.reveal().getBytes(UTF_8), stringToSign));
  }

  /**
   * Fails with InvalidRequest where a query asks for something that no signature of this version
   * can cover: by a parameter that is not signed, or by a value that would be signed as if it were
   * two parameters, since values are signed decoded.
   */
  static void requireCovered(Query query) {
    for (String name : query.names()) {
      if (UNCOVERED.contains(name)) {
        throw uncovered(name);
      }
    }
    for (Query.Parameter parameter : query.parameters()) {
      boolean holdsAnother =
          SIGNED.contains(parameter.name())
              && Stream.of(parameter.value().split("&", -1))
                  .skip(1)
                  .anyMatch(part -> SIGNED.contains(part.split("=", 2)[0]));
      if (holdsAnother) {
        throw uncovered(parameter.name());
      }
    }
  }

  private static S3Exception uncovered(String name) {
    return new S3Exception(
        S3ErrorCode.INVALID_REQUEST,
        "Signature Version 2 does not cover the parameter "
            + name
            + " (expected: a request signed by "
            + SigV4.ALGORITHM
            + ")");
  }

  /**
   * The path; and where it is nothing but a bucket, that with a slash: some clients (botocore) send
   * {@code /bucket} and sign {@code /bucket/}.
   */
  private static List<String> paths(RequestHead head, @Nullable String hostBucket) {
    String sent = Hashes.wireText(head.rawPath());
    if (hostBucket != null) {
      return List.of("/" + hostBucket + sent);
    }
    boolean bucketAlone = sent.length() > 1 && sent.lastIndexOf('/') == 0;
    return bucketAlone ? List.of(sent, sent + "/") : List.of(sent);
  }

  private static String plain(@Nullable String header) {
    return header == null ? "" : header.strip();
  }

  private static String amazonHeaders(RequestHead head, String prefix) {
    return head.headers().keySet().stream()
        .filter(name -> name.startsWith(prefix))
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

  private static String subResources(Query query) {
    List<String> parts =
        query.parameters().stream()
            .filter(parameter -> SIGNED.contains(parameter.name()))
            .sorted(Comparator.comparing(Query.Parameter::name))
            .map(SigV2::subResource)
            .toList();
    return parts.isEmpty() ? "" : "?" + String.join("&", parts);
  }

  /** Values count decoded here, unlike in Signature V4; without a value there is no equals sign. */
  private static String subResource(Query.Parameter parameter) {
    return parameter.value().isEmpty()
        ? parameter.name()
        : parameter.name() + "=" + Hashes.wireText(parameter.value());
  }
}
