package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.Region;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.GetBucketResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asserts AWS's behaviour: "HeadBucket", AmazonS3/latest/API/API_HeadBucket.html. */
class HeadBucketTest {
  /** That a configured region is every bucket's is ours. */
  @ParameterizedTest
  @CsvSource({"'', , us-east-1", "eu-west-1, , eu-west-1", "eu-west-1, eu-central-1, eu-central-1"})
  void region_isInAHeader(String region, @Nullable String configured, String shown)
      throws Exception {
    try (OperationsUnderTest s3 =
        new OperationsUnderTest(1, configured == null ? null : new Region(configured))) {
      s3.agent()
          .answers(
              BucketServiceGrpc.getGetBucketMethod(),
              GetBucketResponse.newBuilder()
                  .setBucket(Bucket.newBuilder().setName("bucket").setRegion(region))
                  .build());

      assertThat(s3.answer(Requests.headBucket()))
          .isEqualTo(
              new S3Response.Empty(
                  200, Map.of("x-amz-bucket-region", shown, "Content-Type", "application/xml")));
      assertThat(s3.agent().received(BucketServiceGrpc.getGetBucketMethod()).getBucket())
          .isEqualTo("bucket");
    }
  }
}
