package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frontend.s3.AclRequest;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.BucketSettings;
import dev.sluice.v1.ObjectOwnership;
import dev.sluice.v1.Payer;
import dev.sluice.v1.PublicAccessBlock;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Asserts AWS's behaviour: "PutBucketOwnershipControls",
 * AmazonS3/latest/API/API_PutBucketOwnershipControls.html, "PutPublicAccessBlock",
 * AmazonS3/latest/API/API_PutPublicAccessBlock.html, and those of the other operations on them.
 */
class BucketAccessSettingsTest {
  private static final BucketSettings OTHERS =
      BucketSettings.newBuilder().setPayer(Payer.REQUESTER).build();

  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();
  private final SettingsOfABucket settings = new SettingsOfABucket(s3.agent());

  private static String controls(String ownership) {
    return "<OwnershipControls><Rule><ObjectOwnership>"
        + ownership
        + "</ObjectOwnership></Rule></OwnershipControls>";
  }

  @ParameterizedTest
  @CsvSource({
    "BucketOwnerEnforced,  BUCKET_OWNER_ENFORCED",
    "BucketOwnerPreferred, BUCKET_OWNER_PREFERRED",
    "ObjectWriter,         OBJECT_WRITER",
  })
  void ownership_isSetAndShown(String name, ObjectOwnership ownership) throws Exception {
    settings.are(OTHERS);

    assertThat(
            s3.answer(
                new AclRequest.PutBucketOwnershipControls(Requests.BUCKET, null),
                GivenBody.of(controls(name))))
        .isEqualTo(new S3Response.Empty(200, Map.of()));

    assertThat(settings.now()).isEqualTo(OTHERS.toBuilder().setObjectOwnership(ownership).build());
    s3.assertDocument(
        s3.answer(new AclRequest.GetBucketOwnershipControls(Requests.BUCKET, null)),
        controls(name));
  }

  @Test
  void ownershipThatIsDeleted_isNotFound() throws Exception {
    settings.are(OTHERS.toBuilder().setObjectOwnership(ObjectOwnership.OBJECT_WRITER).build());

    assertThat(s3.answer(new AclRequest.DeleteBucketOwnershipControls(Requests.BUCKET, null)))
        .isEqualTo(new S3Response.Empty(204, Map.of()));

    assertThat(settings.now()).isEqualTo(OTHERS);
    S3Exception refusal =
        s3.refusal(new AclRequest.GetBucketOwnershipControls(Requests.BUCKET, null));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.OWNERSHIP_CONTROLS_NOT_FOUND);
    assertThat(refusal.elements()).containsEntry("BucketName", "bucket");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bucketOwnerEnforced", "Mine"})
  void ownershipThatIsNone_isMalformed(String name) {
    assertThat(
            s3.refusal(
                    new AclRequest.PutBucketOwnershipControls(Requests.BUCKET, null),
                    GivenBody.of(controls(name)))
                .code())
        .isEqualTo(S3ErrorCode.MALFORMED_XML);
  }

  @Test
  void block_isSetAndShownWithAllSwitches() throws Exception {
    settings.are(OTHERS);

    assertThat(
            s3.answer(
                new AclRequest.PutPublicAccessBlock(Requests.BUCKET, null),
                GivenBody.of(
                    "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls>"
                        + "<RestrictPublicBuckets>TRUE</RestrictPublicBuckets>"
                        + "<IgnorePublicAcls>false</IgnorePublicAcls>"
                        + "</PublicAccessBlockConfiguration>")))
        .isEqualTo(new S3Response.Empty(200, Map.of()));

    assertThat(settings.now())
        .isEqualTo(
            OTHERS.toBuilder()
                .setPublicAccessBlock(
                    PublicAccessBlock.newBuilder()
                        .setBlockPublicAcls(true)
                        .setRestrictPublicBuckets(true))
                .build());
    s3.assertDocument(
        s3.answer(new AclRequest.GetPublicAccessBlock(Requests.BUCKET, null)),
        "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls>"
            + "<IgnorePublicAcls>false</IgnorePublicAcls>"
            + "<BlockPublicPolicy>false</BlockPublicPolicy>"
            + "<RestrictPublicBuckets>true</RestrictPublicBuckets>"
            + "</PublicAccessBlockConfiguration>");
  }

  @Test
  void blockThatIsDeleted_isNotFound() throws Exception {
    settings.are(
        OTHERS.toBuilder()
            .setPublicAccessBlock(PublicAccessBlock.newBuilder().setBlockPublicAcls(true))
            .build());

    assertThat(s3.answer(new AclRequest.DeletePublicAccessBlock(Requests.BUCKET, null)))
        .isEqualTo(new S3Response.Empty(204, Map.of()));

    assertThat(settings.now()).isEqualTo(OTHERS);
    S3Exception refusal = s3.refusal(new AclRequest.GetPublicAccessBlock(Requests.BUCKET, null));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.NO_SUCH_PUBLIC_ACCESS_BLOCK_CONFIGURATION);
    assertThat(refusal.elements()).containsEntry("BucketName", "bucket");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<PublicAccessBlockConfiguration><BlockPublicAcls>yes</BlockPublicAcls>"
            + "</PublicAccessBlockConfiguration>",
        "<PublicAccessBlockConfiguration><BlockAll>true</BlockAll>"
            + "</PublicAccessBlockConfiguration>",
        "<PublicAccessBlock/>"
      })
  void blockThatIsNone_isMalformed(String document) {
    assertThat(
            s3.refusal(
                    new AclRequest.PutPublicAccessBlock(Requests.BUCKET, null),
                    GivenBody.of(document))
                .code())
        .isEqualTo(S3ErrorCode.MALFORMED_XML);
  }
}
