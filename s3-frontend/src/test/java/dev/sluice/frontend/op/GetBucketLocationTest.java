package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.v1.Bucket;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.GetBucketResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asserts AWS's behaviour: "GetBucketLocation", AmazonS3/latest/API/API_GetBucketLocation.html. */
class GetBucketLocationTest {
  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  /** The first region is the one without a name. */
  @ParameterizedTest
  @CsvSource({"eu-west-1, >eu-west-1</LocationConstraint>", "us-east-1, />", "'', />"})
  void region_isTheDocument(String region, String end) throws Exception {
    s3.agent()
        .answers(
            BucketServiceGrpc.getGetBucketMethod(),
            GetBucketResponse.newBuilder()
                .setBucket(Bucket.newBuilder().setName("bucket").setRegion(region))
                .build());

    assertThat(s3.text(s3.answer(Requests.getBucketLocation())))
        .startsWith("<LocationConstraint xmlns=")
        .endsWith(end);
  }
}
