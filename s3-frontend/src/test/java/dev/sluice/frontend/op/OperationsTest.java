package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.StorageException;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.AccessServiceGrpc;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetBucketResponse;
import dev.sluice.v1.Principal;
import java.util.List;
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

  /** Ours: a folder that somebody made belongs to the account of the server's root. */
  @Test
  void bucketOfNobody_isExpectedOfTheServersRoot() throws Exception {
    s3.agent()
        .answers(
            BucketServiceGrpc.getGetBucketMethod(),
            GetBucketResponse.newBuilder()
                .setBucket(Bucket.newBuilder().setName("bucket"))
                .build());

    assertThat(s3.answer(Requests.headBucket("000000000000"))).isInstanceOf(S3Response.Empty.class);
    assertThat(s3.answer(Requests.headBucket("0".repeat(64)))).isInstanceOf(S3Response.Empty.class);
    for (String other : List.of("anybody", "111111111111", "")) {
      assertThat(s3.refusal(Requests.headBucket(other)).code())
          .isEqualTo(S3ErrorCode.ACCESS_DENIED);
    }
  }

  /** Ours: what is not asked costs no call. */
  @Test
  void ownerThatIsNotExpected_isNotAskedFor() throws Exception {
    ownedBy("owner");

    var _ = s3.answer(Requests.headBucket());

    assertThat(s3.agent().methods()).containsExactly("GetBucket");
  }

  /** Ours: a refusal is the same whatever the bucket, and whichever agents can be used. */
  @Test
  void refusal_doesNotDependOnWhoHasTheBucket() {
    try (OperationsUnderTest two = new OperationsUnderTest(2, null)) {
      for (int agent = 0; agent < 2; agent++) {
        two.agent(agent)
            .fails(
                AccessServiceGrpc.getDecideMethod(),
                new StorageException(FailureReason.ACCESS_DENIED, "denied by a test"));
      }

      assertThat(two.refusalToDecide(Requests.BUCKET).reason())
          .isEqualTo(FailureReason.ACCESS_DENIED);
      assertThat(two.agent(1).methods()).isEmpty();

      two.agent(0).close();
      assertThat(two.refusalToDecide(Requests.BUCKET).reason())
          .isEqualTo(FailureReason.ACCESS_DENIED);
      assertThat(two.agent(1).methods()).containsExactly("Decide");

      two.agent(1).close();
      assertThat(two.refusalToDecide(Requests.BUCKET).reason())
          .isEqualTo(FailureReason.UNAVAILABLE);
    }
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
