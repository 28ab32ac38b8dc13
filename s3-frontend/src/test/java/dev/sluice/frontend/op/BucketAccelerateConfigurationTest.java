package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.BucketName;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.Acceleration;
import dev.sluice.v1.BucketSettings;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Asserts AWS's behaviour: "PutBucketAccelerateConfiguration",
 * AmazonS3/latest/API/API_PutBucketAccelerateConfiguration.html, and that of the other.
 */
class BucketAccelerateConfigurationTest {
  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();
  private final SettingsOfABucket settings = new SettingsOfABucket(s3.agent());

  @ParameterizedTest
  @CsvSource({
    "ACCELERATION_UNSPECIFIED, <AccelerateConfiguration/>",
    "ACCELERATION_ENABLED, "
        + "<AccelerateConfiguration><Status>Enabled</Status></AccelerateConfiguration>",
    "ACCELERATION_SUSPENDED, "
        + "<AccelerateConfiguration><Status>Suspended</Status></AccelerateConfiguration>"
  })
  void status_isWhatWasSet(Acceleration acceleration, String document) throws Exception {
    settings.are(BucketSettings.newBuilder().setAcceleration(acceleration).build());

    s3.assertDocument(s3.answer(Requests.getBucketAccelerateConfiguration()), document);
  }

  @ParameterizedTest
  @CsvSource({"Enabled, ACCELERATION_ENABLED", "Suspended, ACCELERATION_SUSPENDED"})
  void status_isWhatTheDocumentSays(String sent, Acceleration kept) throws Exception {
    assertThat(s3.answer(Requests.putBucketAccelerateConfiguration(), document(sent)))
        .isEqualTo(new S3Response.Empty(200, Map.of()));
    assertThat(settings.now()).isEqualTo(BucketSettings.newBuilder().setAcceleration(kept).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"enabled", "Off", "", "1"})
  void otherStatus_isMalformed(String status) {
    assertThat(s3.refusal(Requests.putBucketAccelerateConfiguration(), document(status)).code())
        .isEqualTo(S3ErrorCode.MALFORMED_XML);
    assertThat(
            s3.refusal(
                    Requests.putBucketAccelerateConfiguration(),
                    GivenBody.of("<AccelerateConfiguration/>"))
                .code())
        .isEqualTo(S3ErrorCode.MALFORMED_XML);
    assertThat(s3.agent().methods()).isEmpty();
  }

  @Test
  void bucketWithPeriods_isNotAccelerated() {
    S3Exception refusal =
        s3.refusal(
            new BucketRequest.PutBucketAccelerateConfiguration(new BucketName("a.bucket"), null),
            document("Enabled"));

    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_REQUEST);
    assertThat(refusal.message()).contains("periods (.)");
    assertThat(s3.agent().methods()).isEmpty();
  }

  private static GivenBody document(String status) {
    return GivenBody.of(
        "<AccelerateConfiguration><Status>" + status + "</Status></AccelerateConfiguration>");
  }
}
