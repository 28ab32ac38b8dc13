package dev.sluice.frontend.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.frontend.s3.FileSize;
import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Asserts AWS's behaviour, its messages included: "POST Policy",
 * AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html.
 */
class PostPolicyTest {
  private static PostPolicy policy(String conditions) {
    return parse(
        "{\"expiration\": \"2030-01-01T00:00:00.000Z\", \"conditions\": " + conditions + "}");
  }

  private static PostPolicy parse(String document) {
    return PostPolicy.parse(Base64.getEncoder().encodeToString(document.getBytes(UTF_8)));
  }

  @Test
  void sameConditionAgain_isNoMoreWork() {
    String condition = "[\"starts-with\", \"$Content-Type\", \"\"]";
    assertThat(policy("[" + (condition + ",").repeat(500) + condition + "]").conditions())
        .hasSize(1);
  }

  private static FormFields form(String fields) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String field : fields.isEmpty() ? new String[0] : fields.split("&", -1)) {
      int equals = field.indexOf('=');
      values.put(field.substring(0, equals), field.substring(equals + 1));
    }
    return new FormFields(values);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "[{\"key\": \"a\"}] | key=a | -",
        "[{\"key\": \"a\"},] | key=a | -",
        "[{\"key\": \"a\"}] | key=a&x-amz-checksum-sha512=b | -",
        "[{\"key\": \"a\"}] | key=a&x-amz-meta-checksum=b | Extra input fields:"
            + " x-amz-meta-checksum",
        "[{\"key\": \"a\"}] | key=b | Policy Condition failed: [\"eq\", \"$key\", \"a\"]",
        "[[\"eq\", \"$Key\", \"a\"]] | key=a | -",
        "[[\"EQ\", \"$key\", \"a\"]] | key=aa | Policy Condition failed: [\"eq\", \"$key\", \"a\"]",
        "[[\"starts-with\", \"$key\", \"user/\"]] | key=user/a | -",
        "[[\"starts-with\", \"$key\", \"\"]] | key=anything | -",
        "[[\"starts-with\", \"$key\", \"user/\"]] | key=other | Policy Condition failed:"
            + " [\"starts-with\", \"$key\", \"user/\"]",
        "[[\"starts-with\", \"$key\", \"\"], [\"starts-with\", \"$x-amz-meta-a\", \"\"]] | key=a |"
            + " Policy Condition failed: [\"starts-with\", \"$x-amz-meta-a\", \"\"]",
        "[[\"starts-with\", \"$Content-Type\", \"image/\"]] | content-type=image/png,image/jpeg |"
            + " -",
        "[[\"starts-with\", \"$Content-Type\", \"image/\"]] | content-type=image/png,text/html |"
            + " Policy Condition failed: [\"starts-with\", \"$content-type\", \"image/\"]",
        "[{\"bucket\": \"photos\"}] | policy=p | -",
        "[{\"bucket\": \"photos\"}] | bucket=photos | -",
        "[{\"bucket\": \"photos\"}] | bucket=other | Policy Condition failed: [\"eq\", \"$bucket\","
            + " \"photos\"]",
        "[{\"bucket\": \"other\"}] | policy=p | Policy Condition failed: [\"eq\", \"$bucket\","
            + " \"other\"]",
        "[{\"acl\": \"private\"}, {\"x-amz-meta-a\": \"1\"}] | acl=private&x-amz-meta-a=1 | -",
        "[] | key=a | Extra input fields: key",
        "[{\"key\": \"a\"}] | key=a&x-amz-meta-a=1 | Extra input fields: x-amz-meta-a",
        "[] | x-ignore-a=1&x-amz-signature=s&policy=p&signature=s&awsaccesskeyid=a | -",
        "[] | x-amz-date=d | Extra input fields: x-amz-date",
      })
  void conditions_decideOnFields(String conditions, String fields, String message) {
    PostPolicy policy = policy(conditions.contains("bucket") ? conditions : inPhotos(conditions));
    if (message == null) {
      assertThatCode(() -> policy.check(form(fields), "photos")).doesNotThrowAnyException();
      return;
    }
    S3Exception refusal =
        catchThrowableOfType(S3Exception.class, () -> policy.check(form(fields), "photos"));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.ACCESS_DENIED);
    assertThat(refusal.message()).isEqualTo("Invalid according to Policy: " + message);
  }

  private static String inPhotos(String conditions) {
    String others = conditions.substring(1);
    return "[{\"bucket\": \"photos\"}" + (others.equals("]") ? "" : ", ") + others;
  }

  /** Asserts AWS's behaviour: such a policy would be good in every bucket of its signer. */
  @Test
  void policyThatNamesNoBucket_isDenied() {
    S3Exception refusal =
        catchThrowableOfType(
            S3Exception.class,
            () -> policy("[{\"key\": \"a\"}]").check(form("key=a&bucket=photos"), "photos"));

    assertThat(refusal.code()).isEqualTo(S3ErrorCode.ACCESS_DENIED);
    assertThat(refusal.message())
        .isEqualTo("Invalid according to Policy: Extra input fields: bucket");
  }

  @Test
  void sizes_areThoseThatAllRangesAllow() {
    PostPolicy policy =
        policy(
            inPhotos(
                "[[\"content-length-range\", 5, 100], [\"content-length-range\", \"7\","
                    + " \"200\"]]"));
    assertThat(policy.check(form(""), "photos")).isEqualTo(new FileSize(7, 100));
    assertThat(policy(inPhotos("[]")).check(form(""), "photos")).isEqualTo(FileSize.ANY);
  }

  @Test
  void expiredPolicy_isDenied() {
    PostPolicy policy = policy("[]");
    assertThatCode(() -> policy.checkNotExpired(Instant.parse("2029-12-31T23:59:59Z")))
        .doesNotThrowAnyException();
    S3Exception refusal =
        catchThrowableOfType(
            S3Exception.class, () -> policy.checkNotExpired(Instant.parse("2030-01-01T00:00:00Z")));
    assertThat(refusal.message()).isEqualTo("Invalid according to Policy: Policy expired.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | Invalid Policy: Expecting '{'",
        "[] | Invalid Policy: Expecting '{'",
        "{ | Invalid Policy: Invalid JSON.",
        "{} {} | Invalid Policy: Invalid JSON.",
        "{\"conditions\": []} | Invalid Policy: Policy missing expiration.",
        "{\"expiration\": \"2030-01-01T00:00:00Z\"} | Invalid Policy: Policy missing conditions.",
        "{\"expiration\": \"soon\", \"conditions\": []} | Invalid Policy: Invalid 'expiration'"
            + " value: 'soon'",
        "{\"expiration\": \"2030-01-01T00:00:00Z\", \"conditions\": {}} | Invalid Policy: Invalid"
            + " 'conditions' value: must be a List.",
        "{\"expiration\": \"2030-01-01T00:00:00Z\", \"conditions\": [], \"more\": 1} | Invalid"
            + " Policy: Unexpected: \"more\"",
        "{\"expiration\": \"a\", \"expiration\": \"b\", \"conditions\": []} | Invalid Policy:"
            + " Invalid JSON.",
        "{\"expiration\": \"2030-01-01T00:00:00Z\", \"conditions\": [[[[[[]]]]]]} | Invalid Policy:"
            + " Invalid JSON.",
      })
  void documentThatIsNone_isRefused(String document, String message) {
    S3Exception refusal = catchThrowableOfType(S3Exception.class, () -> parse(document));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_POLICY_DOCUMENT);
    assertThat(refusal.message()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 | Invalid condition test: must be a List or Object.",
        "{} | Invalid Simple-Condition: Simple-Conditions must have exactly one property"
            + " specified.",
        "{\"a\": 1} | Invalid Simple-Condition: value must be a string.",
        "[] | Invalid Condition: missing operation identifier.",
        "[\"like\", \"$key\", \"a\"] | Invalid Condition: unknown operation 'like'.",
        "[\"eq\", \"$key\"] | Invalid eq: wrong number of arguments.",
        "[\"eq\", \"key\", \"a\"] | Invalid eq: a field after a dollar sign and a text expected.",
        "[\"content-length-range\", -1, 5] | Invalid content-length-range: two numbers of bytes"
            + " expected.",
        "[\"content-length-range\", 1.5, 5] | Invalid content-length-range: two numbers of bytes"
            + " expected.",
      })
  void conditionThatIsNone_isRefused(String condition, String message) {
    S3Exception refusal =
        catchThrowableOfType(S3Exception.class, () -> policy("[" + condition + "]"));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_POLICY_DOCUMENT);
    assertThat(refusal.message()).isEqualTo("Invalid Policy: " + message);
  }

  @Test
  void textThatIsNoBase64_isRefused() {
    S3Exception refusal = catchThrowableOfType(S3Exception.class, () -> PostPolicy.parse("{}"));
    assertThat(refusal.message()).isEqualTo("Invalid Policy: invalid Base64 encoding.");
  }
}
