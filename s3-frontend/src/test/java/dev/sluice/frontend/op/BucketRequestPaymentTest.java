package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.BucketSettings;
import dev.sluice.v1.Payer;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Asserts AWS's behaviour: "PutBucketRequestPayment",
 * AmazonS3/latest/API/API_PutBucketRequestPayment.html, and that of the other.
 */
class BucketRequestPaymentTest {
  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();
  private final SettingsOfABucket settings = new SettingsOfABucket(s3.agent());

  @ParameterizedTest
  @CsvSource({
    "PAYER_UNSPECIFIED, BucketOwner",
    "BUCKET_OWNER, BucketOwner",
    "REQUESTER, Requester"
  })
  void payer_isTheOwnerUnlessSet(Payer payer, String shown) throws Exception {
    settings.are(BucketSettings.newBuilder().setPayer(payer).build());

    s3.assertDocument(s3.answer(Requests.getBucketRequestPayment()), document(shown));
  }

  @ParameterizedTest
  @CsvSource({"BucketOwner, BUCKET_OWNER", "Requester, REQUESTER"})
  void payer_isWhatTheDocumentSays(String sent, Payer kept) throws Exception {
    assertThat(s3.answer(Requests.putBucketRequestPayment(), GivenBody.of(document(sent))))
        .isEqualTo(new S3Response.Empty(200, Map.of()));
    assertThat(settings.now()).isEqualTo(BucketSettings.newBuilder().setPayer(kept).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"requester", "Nobody", "", "0", "REQUESTER"})
  void otherPayer_isMalformed(String payer) {
    assertThat(s3.refusal(Requests.putBucketRequestPayment(), GivenBody.of(document(payer))).code())
        .isEqualTo(S3ErrorCode.MALFORMED_XML);
    assertThat(s3.agent().methods()).isEmpty();
  }

  private static String document(String payer) {
    return "<RequestPaymentConfiguration><Payer>"
        + payer
        + "</Payer></RequestPaymentConfiguration>";
  }
}
