package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.GetBucketResponse;
import dev.sluice.v1.Principal;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What holds for every operation, before it is asked. */
class OperationsTest {
  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  /** Ours: AWS has them all. */
  @Test
  void operationThatIsNotHere_isNotImplemented() {
    S3Exception refusal =
        s3.refusal(
            new S3Request.NotImplemented(S3Operation.PUT_BUCKET_POLICY, Requests.BUCKET, null));

    assertThat(refusal.code()).isEqualTo(S3ErrorCode.NOT_IMPLEMENTED);
    assertThat(refusal.message()).isEqualTo("PutBucketPolicy is not implemented.");
    assertThat(s3.agent().methods()).isEmpty();
  }

  /**
   * Asserts AWS's behaviour: "Verifying bucket ownership with bucket owner condition",
   * AmazonS3/latest/userguide/bucket-owner-condition.html.
   */
  @Test
  void bucketOfAnotherOwnerThanExpected_isAccessDenied() throws Exception {
    ownedBy("owner");

    assertThat(s3.refusal(Requests.headBucket("other")).code())
        .isEqualTo(S3ErrorCode.ACCESS_DENIED);
    assertThat(s3.answer(Requests.headBucket("owner"))).isInstanceOf(S3Response.Empty.class);
  }

  /** Ours: a folder that somebody made has no owner. */
  @Test
  void bucketOfNobody_isAsExpectedOfAnybody() throws Exception {
    s3.agent()
        .answers(
            BucketServiceGrpc.getGetBucketMethod(),
            GetBucketResponse.newBuilder()
                .setBucket(Bucket.newBuilder().setName("bucket"))
                .build());

    assertThat(s3.answer(Requests.headBucket("anybody"))).isInstanceOf(S3Response.Empty.class);
  }

  /** Ours: what is not asked costs no call. */
  @Test
  void ownerThatIsNotExpected_isNotAskedFor() throws Exception {
    ownedBy("owner");

    var _ = s3.answer(Requests.headBucket());

    assertThat(s3.agent().methods()).containsExactly("GetBucket");
  }

  private void ownedBy(String id) {
    s3.agent()
        .answers(
            BucketServiceGrpc.getGetBucketMethod(),
            GetBucketResponse.newBuilder()
                .setBucket(
                    Bucket.newBuilder()
                        .setName("bucket")
                        .setOwner(Principal.newBuilder().setId(id)))
                .build());
  }
}
