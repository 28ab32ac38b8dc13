package dev.sluice.frontend.route;

import dev.sluice.common.model.TagSet;
import dev.sluice.frontend.s3.HttpDate;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The form of headers that ask for settings of an object or bucket, implemented or not. A value
 * that AWS knows none of is the client's mistake, 400, and hides behind no 501.
 */
final class SettingHeaders {
  private static final int AES_KEY_BYTES = 32;
  private static final int MD5_BYTES = 16;
  private static final String SSE = "server-side-encryption";
  private static final Set<String> BOOLEANS = Set.of("true", "false", "True", "False");

  /** The expected form of a value, and the error for any other. */
  private record Form(Predicate<String> holds, S3ErrorCode otherwise) {
    Form(Predicate<String> holds) {
      this(holds, S3ErrorCode.INVALID_ARGUMENT);
    }

    static Form oneOf(String... values) {
      return new Form(Set.of(values)::contains);
    }
  }

  private static final Map<String, Form> FORMS =
      Map.ofEntries(
          Map.entry(
              "x-amz-storage-class",
              new Form(
                  Set.of(
                          "STANDARD",
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
                          "FSX_ONTAP")
                      ::contains,
                  S3ErrorCode.INVALID_STORAGE_CLASS)),
          Map.entry("x-amz-bucket-object-lock-enabled", new Form(BOOLEANS::contains)),
          Map.entry("x-amz-bypass-governance-retention", new Form(BOOLEANS::contains)),
          Map.entry("x-amz-tagging-directive", Form.oneOf("COPY", "REPLACE")),
          Map.entry("x-amz-object-lock-mode", Form.oneOf("GOVERNANCE", "COMPLIANCE")),
          Map.entry("x-amz-object-lock-legal-hold", Form.oneOf("ON", "OFF")),
          Map.entry("x-amz-object-lock-retain-until-date", new Form(SettingHeaders::isDate)),
          Map.entry("x-amz-if-match-initiated-time", new Form(SettingHeaders::isDate)),
          Map.entry("x-amz-write-offset-bytes", new Form(value -> value.matches("[0-9]{1,18}"))),
          Map.entry(
              "x-amz-website-redirect-location",
              new Form(
                  value -> Stream.of("/", "http://", "https://").anyMatch(value::startsWith),
                  S3ErrorCode.INVALID_REDIRECT_LOCATION)),
          Map.entry(
              "x-amz-server-side-encryption",
              Form.oneOf("AES256", "aws:kms", "aws:kms:dsse", "aws:fsx")),
          Map.entry(
              "x-amz-server-side-encryption-bucket-key-enabled", new Form(BOOLEANS::contains)),
          Map.entry("x-amz-server-side-encryption-customer-algorithm", customerAlgorithm()),
          Map.entry(
              "x-amz-copy-source-server-side-encryption-customer-algorithm", customerAlgorithm()),
          Map.entry("x-amz-server-side-encryption-customer-key", base64(AES_KEY_BYTES)),
          Map.entry("x-amz-copy-source-server-side-encryption-customer-key", base64(AES_KEY_BYTES)),
          Map.entry("x-amz-server-side-encryption-customer-key-md5", base64(MD5_BYTES)),
          Map.entry(
              "x-amz-copy-source-server-side-encryption-customer-key-md5", base64(MD5_BYTES)));

  private SettingHeaders() {}

  /** Fails with the answer of AWS to the first header that is malformed. */
  static void check(RequestHead head) {
    AclHeaders.check(head);
    for (String name : head.headers().keySet()) {
      String value = head.header(name);
      if (!name.startsWith("x-amz-") || value == null || value.isEmpty()) {
        continue;
      }
      if (name.equals(TaggingHeader.NAME)) {
        TagSet _ = TaggingHeader.parse(value);
      }
      Form form = FORMS.get(name);
      if (form != null && !form.holds().test(value)) {
        throw refusal(form.otherwise(), name, value);
      }
    }
  }

  /** The value of an encryption header may be a key, and is never shown. */
  private static S3Exception refusal(S3ErrorCode code, String name, String value) {
    S3Exception refusal =
        code == S3ErrorCode.INVALID_ARGUMENT
            ? S3Exception.invalidArgument("Invalid value of " + name, name, null)
            : new S3Exception(code);
    if (name.contains(SSE)) {
      return refusal;
    }
    return code == S3ErrorCode.INVALID_STORAGE_CLASS
        ? refusal.with("StorageClassRequested", value)
        : refusal.with("ArgumentValue", value);
  }

  private static Form customerAlgorithm() {
    return new Form("AES256"::equals, S3ErrorCode.INVALID_ENCRYPTION_ALGORITHM);
  }

  private static Form base64(int bytes) {
    return new Form(value -> isBase64(value, bytes));
  }

  private static boolean isBase64(String value, int bytes) {
    try {
      return Base64.getDecoder().decode(value).length == bytes;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isDate(String value) {
    return HttpDate.parseHttpOrIso(value) != null;
  }
}
