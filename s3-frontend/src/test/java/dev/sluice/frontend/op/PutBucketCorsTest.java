package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.CorsRule;
import dev.sluice.common.model.StorageException;
import dev.sluice.frontend.s3.ClientDigests;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.BucketSettings;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetBucketSettingsResponse;
import dev.sluice.v1.ReplaceBucketSettingsRequest;
import dev.sluice.v1.ReplaceBucketSettingsResponse;
import dev.sluice.v1.Tag;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Asserts AWS's behaviour: "PutBucketCors", AmazonS3/latest/API/API_PutBucketCors.html. The
 * messages for which it has none are ours.
 */
class PutBucketCorsTest {
  private static final BucketSettings BEFORE =
      BucketSettings.newBuilder().addTags(Tag.newBuilder().setKey("team")).build();
  private static final String RULE =
      "<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule>";

  private final OperationsUnderTest s3 = new OperationsUnderTest();

  @AfterEach
  void close() {
    s3.close();
  }

  private static GivenBody body(String rules) throws NoSuchAlgorithmException {
    byte[] text =
        ("<CORSConfiguration>" + rules + "</CORSConfiguration>").getBytes(StandardCharsets.UTF_8);
    byte[] md5 = MessageDigest.getInstance("MD5").digest(text);
    return GivenBody.of(text).with(new ClientDigests(md5, null, null, null));
  }

  private void stores() {
    s3.agent()
        .answers(
            BucketServiceGrpc.getGetBucketSettingsMethod(),
            GetBucketSettingsResponse.newBuilder().setSettings(BEFORE).setGeneration(7).build());
    s3.agent()
        .answers(
            BucketServiceGrpc.getReplaceBucketSettingsMethod(),
            ReplaceBucketSettingsResponse.newBuilder().setGeneration(8).build());
  }

  @Test
  void rules_takeThePlaceOfThoseBeforeAmongTheSettings() throws Exception {
    stores();

    S3Response answer =
        s3.answer(
            Requests.putBucketCors(),
            body(
                "<CORSRule><ID>uploads</ID><AllowedMethod>PUT</AllowedMethod>"
                    + "<AllowedMethod>POST</AllowedMethod>"
                    + "<AllowedOrigin>https://*.example.com</AllowedOrigin>"
                    + "<AllowedHeader>*</AllowedHeader><MaxAgeSeconds>3000</MaxAgeSeconds>"
                    + "<ExposeHeader>ETag</ExposeHeader></CORSRule>"
                    + RULE));

    assertThat(answer).isEqualTo(new S3Response.Empty(200, Map.of()));
    assertThat(s3.agent().received(BucketServiceGrpc.getReplaceBucketSettingsMethod()))
        .isEqualTo(
            ReplaceBucketSettingsRequest.newBuilder()
                .setBucket("bucket")
                .setExpectedGeneration(7)
                .setSettings(
                    BEFORE.toBuilder()
                        .addCorsRules(
                            dev.sluice.v1.CorsRule.newBuilder()
                                .setId("uploads")
                                .addAllowedMethods("PUT")
                                .addAllowedMethods("POST")
                                .addAllowedOrigins("https://*.example.com")
                                .addAllowedHeaders("*")
                                .addExposeHeaders("ETag")
                                .setMaxAgeSeconds(3000))
                        .addCorsRules(
                            dev.sluice.v1.CorsRule.newBuilder()
                                .addAllowedMethods("GET")
                                .addAllowedOrigins("*")))
                .build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<CORSRule/>",
        "<CORSRule><AllowedMethod>GET</AllowedMethod></CORSRule>",
        "<CORSRule><AllowedOrigin>*</AllowedOrigin></CORSRule>",
        RULE + "<Rule/>",
        "<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod>"
            + "<MaxAgeSeconds>an hour</MaxAgeSeconds></CORSRule>",
        "<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod>"
            + "<AllowCredentials>true</AllowCredentials></CORSRule>"
      })
  void documentOfAnotherForm_isMalformed(String rules) throws Exception {
    assertThat(s3.refusal(Requests.putBucketCors(), body(rules)).code())
        .isEqualTo(S3ErrorCode.MALFORMED_XML);
    assertThat(s3.agent().methods()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<AllowedMethod>PATCH</AllowedMethod> | Found unsupported HTTP method in CORS config."
            + " Unsupported method is PATCH",
        "<AllowedMethod>get</AllowedMethod> | Found unsupported HTTP method in CORS config."
            + " Unsupported method is get",
        "<AllowedOrigin>http://*.a.*</AllowedOrigin> | AllowedOrigin \"http://*.a.*\" can not have"
            + " more than one wildcard.",
        "<AllowedHeader>**</AllowedHeader> | AllowedHeader \"**\" can not have more than one"
            + " wildcard.",
        "<ExposeHeader>x-amz-*</ExposeHeader> | ExposeHeader \"x-amz-*\" contains wildcard. We"
            + " currently do not support wildcard for ExposeHeader.",
        "<ExposeHeader>a&#10;b</ExposeHeader> | (expected: the name of a header)",
        "<MaxAgeSeconds>-1</MaxAgeSeconds> | MaxAgeSeconds: -1 (expected: 0 or more)"
      })
  void ruleThatCannotBe_isNamed(String element, String message) throws Exception {
    StorageException refusal =
        s3.failure(
            Requests.putBucketCors(), body(RULE.replace("</CORSRule>", element + "</CORSRule>")));

    assertThat(refusal.reason()).isEqualTo(FailureReason.REQUEST_INVALID);
    assertThat(refusal.getMessage()).endsWith(message);
    assertThat(s3.agent().methods()).isEmpty();
  }

  @Test
  void longId_isRefused() throws Exception {
    String id = "<ID>" + "i".repeat(CorsRule.MAX_ID + 1) + "</ID>";

    assertThat(
            s3.failure(
                    Requests.putBucketCors(), body(RULE.replace("</CORSRule>", id + "</CORSRule>")))
                .getMessage())
        .isEqualTo("ID of a CORS rule: 256 characters (expected: at most 255)");
  }

  @Test
  void documentBeyond64Kibibytes_isTooLong() throws Exception {
    S3Exception refusal = s3.refusal(Requests.putBucketCors(), body(RULE + " ".repeat(64 << 10)));

    assertThat(refusal.code()).isEqualTo(S3ErrorCode.MAX_MESSAGE_LENGTH_EXCEEDED);
    assertThat(refusal.elements()).containsEntry("MaxMessageLengthBytes", "65536");
  }

  @Test
  void documentWithoutADigest_isRefused() {
    S3Exception refusal = s3.refusal(Requests.putBucketCors(), GivenBody.of("<x/>"));

    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_REQUEST);
    assertThat(refusal.message()).contains("Content-MD5 OR x-amz-checksum-");
  }
}
