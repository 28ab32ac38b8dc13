package dev.sluice.frontend.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.Principal;
import dev.sluice.common.model.Region;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.AcceptedSignatures;
import dev.sluice.frontend.auth.signature.Requests;
import dev.sluice.frontend.auth.signature.V2Signer;
import dev.sluice.frontend.s3.FileSize;
import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Asserts AWS's behaviour: "Authenticating Requests in Browser-Based Uploads Using POST (AWS
 * Signature Version 4)", AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html.
 */
class FormSignatureTest {
  private static final Identity OWNER =
      Identity.unrestricted(Requests.ACCESS_KEY, new Principal("id", "name"));

  /** Of "Example: Browser-Based Upload using HTTP POST", Amazon S3 API Reference. */
  private static final String PUBLISHED_POLICY =
      "eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7"
          + "ImJ1Y2tldCI6ICJzaWd2NGV4YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNl"
          + "ci91c2VyMS8iXSwNCiAgICB7ImFjbCI6ICJwdWJsaWMtcmVhZCJ9LA0KICAgIHsic3VjY2Vzc19hY3Rpb25fcmVk"
          + "aXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tldC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3NmdWxfdXBs"
          + "b2FkLmh0bWwifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQogICAg"
          + "eyJ4LWFtei1tZXRhLXV1aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16LXNlcnZlci1zaWRlLWVu"
          + "Y3J5cHRpb24iOiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAiIl0s"
          + "DQoNCiAgICB7IngtYW16LWNyZWRlbnRpYWwiOiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEyMjkvdXMtZWFz"
          + "dC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYi"
          + "fSwNCiAgICB7IngtYW16LWRhdGUiOiAiMjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9";

  private static final String PUBLISHED_SIGNATURE =
      "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e";

  private static Authenticator at(String now, Identity anonymous) {
    Credentials credentials =
        new Credentials(
            Map.of(Requests.ACCESS_KEY, new Credentials.Entry(OWNER, Requests.SECRET)),
            anonymous,
            IdentityNames.NONE);
    return Authenticator.signed(
        () -> credentials,
        new AcceptedSignatures(Region.US_EAST_1, true),
        InstantSource.fixed(Instant.parse(now)));
  }

  private static Map<String, String> published() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("key", "user/user1/a.png");
    fields.put("acl", "public-read");
    fields.put(
        "success_action_redirect",
        "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html");
    fields.put("content-type", "image/jpeg");
    fields.put("x-amz-meta-uuid", "14365123651274");
    fields.put("x-amz-server-side-encryption", "AES256");
    fields.put("x-amz-credential", "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request");
    fields.put("x-amz-algorithm", "AWS4-HMAC-SHA256");
    fields.put("x-amz-date", "20151229T000000Z");
    fields.put("x-amz-meta-tag", "");
    fields.put("policy", PUBLISHED_POLICY);
    fields.put("x-amz-signature", PUBLISHED_SIGNATURE);
    return fields;
  }

  private static S3Exception refused(String now, Map<String, String> fields) {
    return catchThrowableOfType(
        S3Exception.class,
        () ->
            at(now, Credentials.NOBODY).authenticate(new FormFields(fields), "sigv4examplebucket"));
  }

  @Test
  void publishedForm_isAccepted() {
    FormCaller caller =
        at("2015-12-29T01:00:00Z", Credentials.NOBODY)
            .authenticate(new FormFields(published()), "sigv4examplebucket");
    assertThat(caller.identity()).isSameAs(OWNER);
    assertThat(caller.size()).isEqualTo(FileSize.ANY);
  }

  @ParameterizedTest
  @CsvSource({
    "x-amz-signature, -, INVALID_ARGUMENT",
    "x-amz-credential, -, INVALID_ARGUMENT",
    "x-amz-date, -, INVALID_ARGUMENT",
    "x-amz-algorithm, -, INVALID_ARGUMENT",
    "policy, -, INVALID_ARGUMENT",
    "x-amz-algorithm, AWS4-HMAC-MD5, INVALID_ARGUMENT",
    "x-amz-date, 20151228T000000Z, INVALID_ARGUMENT",
    "x-amz-date, today, INVALID_ARGUMENT",
    "x-amz-credential, a/b, INVALID_ARGUMENT",
    "x-amz-credential, AK/20151229/eu-west-1/s3/aws4_request, INVALID_ARGUMENT",
    "x-amz-credential, AKNOBODY/20151229/us-east-1/s3/aws4_request, INVALID_ACCESS_KEY_ID",
    "x-amz-signature, 0, SIGNATURE_DOES_NOT_MATCH",
    "x-amz-signature, '', SIGNATURE_DOES_NOT_MATCH",
    "policy, e30=, SIGNATURE_DOES_NOT_MATCH",
    "x-amz-security-token, t, INVALID_TOKEN",
    "awsaccesskeyid, AK, INVALID_ARGUMENT",
    "key, elsewhere, ACCESS_DENIED",
    "submit, Upload, ACCESS_DENIED",
  })
  void changedForm_isRefused(String field, String value, S3ErrorCode code) {
    Map<String, String> fields = published();
    if (value.equals("-")) {
      fields.remove(field);
    } else {
      fields.put(field, value);
    }
    assertThat(refused("2015-12-29T01:00:00Z", fields).code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "2015-12-30T12:00:00Z, Invalid according to Policy: Policy expired.",
    "2016-01-05T00:00:01Z, Request has expired",
    "2015-12-28T23:44:59Z, Request is not yet valid",
  })
  void formAtAnotherTime_isDenied(String now, String message) {
    S3Exception refusal = refused(now, published());
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.ACCESS_DENIED);
    assertThat(refusal.message()).isEqualTo(message);
  }

  @Test
  void version2_signsThePolicyToo() {
    String policy =
        Base64.getEncoder()
            .encodeToString(
                ("{\"expiration\":\"2030-01-01T00:00:00Z\","
                        + "\"conditions\":[{\"key\":\"a\"},{\"bucket\":\"b\"}]}")
                    .getBytes(UTF_8));
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("key", "a");
    fields.put("awsaccesskeyid", Requests.ACCESS_KEY);
    fields.put("policy", policy);
    fields.put("signature", V2Signer.signature(policy));
    assertThat(
            at("2020-01-01T00:00:00Z", Credentials.NOBODY)
                .authenticate(new FormFields(fields), "b")
                .identity())
        .isSameAs(OWNER);
    fields.put("signature", "c2ln");
    assertThat(refused("2020-01-01T00:00:00Z", fields).code())
        .isEqualTo(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH);
    fields.remove("signature");
    assertThat(refused("2020-01-01T00:00:00Z", fields).elements())
        .containsEntry("ArgumentName", "Signature");
  }

  @Test
  void formWithoutPolicy_isAnonymous() {
    FormFields form = new FormFields(Map.of("key", "a"));
    assertThat(at("2020-01-01T00:00:00Z", Credentials.NOBODY).authenticate(form, "b").identity())
        .isSameAs(Credentials.NOBODY);
    assertThat(at("2020-01-01T00:00:00Z", OWNER).authenticate(form, "b").identity())
        .isSameAs(OWNER);
  }
}
