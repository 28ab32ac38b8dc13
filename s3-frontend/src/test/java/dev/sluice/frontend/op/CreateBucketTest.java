package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.Region;
import dev.sluice.common.model.StorageException;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.CreateBucketRequest;
import dev.sluice.v1.CreateBucketResponse;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetBucketResponse;
import dev.sluice.v1.Tag;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asserts AWS's behaviour: "CreateBucket", AmazonS3/latest/API/API_CreateBucket.html. */
class CreateBucketTest {
  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  @Test
  void bucket_isMadeInTheFirstRegion() throws Exception {
    creates(s3);

    assertThat(s3.answer(Requests.createBucket()))
        .isEqualTo(new S3Response.Empty(200, Map.of("Location", "/bucket")));
    assertThat(s3.agent().received(BucketServiceGrpc.getCreateBucketMethod()))
        .isEqualTo(
            CreateBucketRequest.newBuilder().setBucket("bucket").setRegion("us-east-1").build());
  }

  @Test
  void region_isWhatTheDocumentSays() throws Exception {
    creates(s3);

    var _ = s3.answer(Requests.createBucket(), in("eu-west-1"));

    assertThat(s3.agent().received(BucketServiceGrpc.getCreateBucketMethod()).getRegion())
        .isEqualTo("eu-west-1");
  }

  @Test
  void tags_areThoseOfTheDocument() throws Exception {
    creates(s3);

    var _ = s3.answer(Requests.createBucket(), tagged("a", "b"));

    assertThat(s3.agent().received(BucketServiceGrpc.getCreateBucketMethod()).getTagsList())
        .containsExactly(
            Tag.newBuilder().setKey("a").setValue("1").build(),
            Tag.newBuilder().setKey("b").setValue("1").build());
  }

  @Test
  void tagsThatNoBucketCanHave_areInvalid() {
    assertThat(s3.refusal(Requests.createBucket(), tagged("a", "a")).code())
        .isEqualTo(S3ErrorCode.INVALID_TAG);
    assertThat(s3.agent().methods()).isEmpty();
  }

  @Test
  void nameThatIsNoRegion_isInvalidLocationConstraint() {
    S3Exception refusal = s3.refusal(Requests.createBucket(), in("no region"));

    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_LOCATION_CONSTRAINT);
    assertThat(refusal.elements()).containsEntry("LocationConstraint", "no region");
    assertThat(s3.agent().methods()).isEmpty();
  }

  /** Ours: a configured region is that of all buckets. */
  @Test
  void regionThatIsNotTheConfiguredOne_isInvalidLocationConstraint() throws Exception {
    try (OperationsUnderTest fixed = new OperationsUnderTest(1, new Region("eu-west-1"))) {
      creates(fixed);

      S3Exception refusal = fixed.refusal(Requests.createBucket(), in("us-west-2"));
      assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_LOCATION_CONSTRAINT);
      assertThat(refusal.message()).endsWith("(expected: eu-west-1)");

      var _ = fixed.answer(Requests.createBucket());
      assertThat(fixed.agent().received(BucketServiceGrpc.getCreateBucketMethod()).getRegion())
          .isEqualTo("eu-west-1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Bucket><Type>Directory</Type></Bucket>",
        "<Location><Name>use1-az4</Name></Location>"
      })
  void directoryBucket_isNotImplemented(String element) {
    S3Exception refusal =
        s3.refusal(
            Requests.createBucket(),
            GivenBody.of("<CreateBucketConfiguration>" + element + "</CreateBucketConfiguration>"));

    assertThat(refusal.code()).isEqualTo(S3ErrorCode.NOT_IMPLEMENTED);
    assertThat(s3.agent().methods()).isEmpty();
  }

  @Test
  void ownBucket_isMadeAgainInTheFirstRegion() throws Exception {
    refusesAsOwned();
    isIn("us-east-1");

    assertThat(s3.answer(Requests.createBucket()))
        .isEqualTo(new S3Response.Empty(200, Map.of("Location", "/bucket")));
  }

  @Test
  void ownBucketOfAnotherRegion_isThereAlready() {
    refusesAsOwned();
    isIn("eu-west-1");

    assertThat(s3.failure(Requests.createBucket()).reason())
        .isEqualTo(FailureReason.BUCKET_ALREADY_OWNED);
    assertThat(s3.failure(Requests.createBucket(), in("eu-west-1")).reason())
        .isEqualTo(FailureReason.BUCKET_ALREADY_OWNED);
  }

  private static void creates(OperationsUnderTest s3) {
    s3.agent()
        .answers(
            BucketServiceGrpc.getCreateBucketMethod(), CreateBucketResponse.getDefaultInstance());
  }

  private void refusesAsOwned() {
    s3.agent()
        .fails(
            BucketServiceGrpc.getCreateBucketMethod(),
            new StorageException(FailureReason.BUCKET_ALREADY_OWNED, "bucket"));
  }

  private void isIn(String region) {
    s3.agent()
        .answers(
            BucketServiceGrpc.getGetBucketMethod(),
            GetBucketResponse.newBuilder()
                .setBucket(Bucket.newBuilder().setName("bucket").setRegion(region))
                .build());
  }

  private static GivenBody tagged(String... keys) {
    return GivenBody.of(
        Arrays.stream(keys)
            .map(key -> "<Tag><Key>" + key + "</Key><Value>1</Value></Tag>")
            .collect(
                Collectors.joining(
                    "",
                    "<CreateBucketConfiguration><Tags>",
                    "</Tags></CreateBucketConfiguration>")));
  }

  private static GivenBody in(String region) {
    return GivenBody.of(
        "<CreateBucketConfiguration><LocationConstraint>"
            + region
            + "</LocationConstraint></CreateBucketConfiguration>");
  }
}
