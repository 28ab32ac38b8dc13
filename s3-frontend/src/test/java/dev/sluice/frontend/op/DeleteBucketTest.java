package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.DeleteBucketRequest;
import dev.sluice.v1.DeleteBucketResponse;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Asserts AWS's behaviour: "DeleteBucket", AmazonS3/latest/API/API_DeleteBucket.html. */
class DeleteBucketTest {
  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  @Test
  void bucket_isRemovedByTheAgent() throws Exception {
    s3.agent()
        .answers(
            BucketServiceGrpc.getDeleteBucketMethod(), DeleteBucketResponse.getDefaultInstance());

    assertThat(s3.answer(Requests.deleteBucket())).isEqualTo(new S3Response.Empty(204, Map.of()));
    assertThat(s3.agent().received(BucketServiceGrpc.getDeleteBucketMethod()))
        .isEqualTo(DeleteBucketRequest.newBuilder().setBucket("bucket").build());
  }
}
