package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.StorageException;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.BucketSettings;
import dev.sluice.v1.CorsRule;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetBucketSettingsResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Asserts AWS's behaviour: "GetBucketCors", AmazonS3/latest/API/API_GetBucketCors.html. */
class GetBucketCorsTest {
  private final OperationsUnderTest s3 = new OperationsUnderTest();

  @AfterEach
  void close() {
    s3.close();
  }

  private void has(BucketSettings.Builder settings) {
    s3.agent()
        .answers(
            BucketServiceGrpc.getGetBucketSettingsMethod(),
            GetBucketSettingsResponse.newBuilder().setSettings(settings).build());
  }

  @Test
  void rules_areGivenInTheirOrder() throws Exception {
    has(
        BucketSettings.newBuilder()
            .addCorsRules(
                CorsRule.newBuilder()
                    .setId("one")
                    .addAllowedMethods("PUT")
                    .addAllowedOrigins("https://a.example")
                    .addAllowedOrigins("")
                    .addAllowedHeaders("x-amz-*")
                    .setMaxAgeSeconds(0)
                    .addExposeHeaders("ETag"))
            .addCorsRules(CorsRule.newBuilder().addAllowedMethods("GET").addAllowedOrigins("*")));

    assertThat(s3.text(s3.answer(Requests.getBucketCors())))
        .isEqualTo(
            "<CORSConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><CORSRule>"
                + "<ID>one</ID><AllowedMethod>PUT</AllowedMethod>"
                + "<AllowedOrigin>https://a.example</AllowedOrigin><AllowedOrigin></AllowedOrigin>"
                + "<AllowedHeader>x-amz-*</AllowedHeader><MaxAgeSeconds>0</MaxAgeSeconds>"
                + "<ExposeHeader>ETag</ExposeHeader></CORSRule>"
                + "<CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin>"
                + "</CORSRule></CORSConfiguration>");
  }

  @Test
  void bucketWithoutRules_hasNoConfiguration() {
    has(BucketSettings.newBuilder());

    S3Exception refusal = s3.refusal(Requests.getBucketCors());

    assertThat(refusal.code()).isEqualTo(S3ErrorCode.NO_SUCH_CORS_CONFIGURATION);
    assertThat(refusal.elements()).containsEntry("BucketName", "bucket");
  }

  @Test
  void bucketThatIsNotThere_isNotFound() {
    s3.agent()
        .fails(
            BucketServiceGrpc.getGetBucketSettingsMethod(),
            new StorageException(FailureReason.BUCKET_NOT_FOUND, "bucket"));

    assertThat(s3.failure(Requests.getBucketCors()).reason())
        .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
  }
}
