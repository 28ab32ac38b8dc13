package dev.sluice.frontend.route;

import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Headers that ask for what Sluice does not have. They are refused, never ignored: a client that
 * asks for encryption and is answered 200 believes in it.
 *
 * <p>A value that asks for what every object here is anyway passes: the ACL {@code private}, the
 * storage class {@code STANDARD}.
 */
final class RefusedHeaders {
  /** Refused whatever they say. */
  private static final List<String> PREFIXES =
      List.of(
          "x-amz-grant-",
          "x-amz-server-side-encryption",
          "x-amz-copy-source-server-side-encryption",
          "x-amz-object-lock-");

  /** Refused unless empty. */
  private static final Set<String> NAMES =
      Set.of(
          "x-amz-tagging",
          "x-amz-website-redirect-location",
          "x-amz-mfa",
          "x-amz-write-offset-bytes",
          "x-amz-if-match-initiated-time");

  /** Values that pass, and values that AWS knows and Sluice does not have. */
  private record Known(Set<String> passing, Set<String> refused, S3ErrorCode otherwise) {}

  private static final Map<String, Known> VALUES =
      Map.of(
          "x-amz-acl",
          new Known(
              Set.of("private", "bucket-owner-full-control"),
              Set.of(
                  "public-read",
                  "public-read-write",
                  "authenticated-read",
                  "aws-exec-read",
                  "bucket-owner-read",
                  "log-delivery-write"),
              S3ErrorCode.INVALID_ARGUMENT),
          "x-amz-storage-class",
          new Known(
              Set.of("STANDARD"),
              Set.of(
                  "REDUCED_REDUNDANCY",
                  "STANDARD_IA",
                  "ONEZONE_IA",
                  "INTELLIGENT_TIERING",
                  "GLACIER",
                  "GLACIER_IR",
                  "DEEP_ARCHIVE",
                  "OUTPOSTS",
                  "SNOW",
                  "EXPRESS_ONEZONE",
                  "FSX_OPENZFS",
                  "FSX_ONTAP"),
              S3ErrorCode.INVALID_STORAGE_CLASS),
          "x-amz-object-ownership",
          new Known(
              Set.of("BucketOwnerEnforced"),
              Set.of("BucketOwnerPreferred", "ObjectWriter"),
              S3ErrorCode.INVALID_ARGUMENT),
          "x-amz-bucket-object-lock-enabled",
          new Known(Set.of("false", "False"), Set.of("true", "True"), S3ErrorCode.INVALID_ARGUMENT),
          "x-amz-bypass-governance-retention",
          new Known(Set.of("false", "False"), Set.of("true", "True"), S3ErrorCode.INVALID_ARGUMENT),
          "x-amz-tagging-directive",
          new Known(Set.of("COPY", "REPLACE"), Set.of(), S3ErrorCode.INVALID_ARGUMENT));

  private RefusedHeaders() {}

  static void check(RequestHead head) {
    for (String name : head.headers().keySet()) {
      String value = head.header(name);
      if (name.startsWith("x-amz-") && value != null) {
        check(name, value);
      }
    }
  }

  private static void check(String name, String value) {
    boolean refused =
        NAMES.contains(name) ? !value.isEmpty() : PREFIXES.stream().anyMatch(name::startsWith);
    if (refused) {
      // Only the name of an encryption header: its value may be a key.
      throw S3Exception.headerNotImplemented(
          name, name.contains("encryption") ? "(not shown)" : value);
    }
    Known known = VALUES.get(name);
    if (known == null || known.passing().contains(value)) {
      return;
    }
    if (known.refused().contains(value)) {
      throw S3Exception.headerNotImplemented(name, value);
    }
    throw switch (known.otherwise()) {
      case INVALID_STORAGE_CLASS ->
          new S3Exception(S3ErrorCode.INVALID_STORAGE_CLASS).with("StorageClassRequested", value);
      default -> S3Exception.invalidArgument("Invalid value of " + name, name, value);
    };
  }
}
