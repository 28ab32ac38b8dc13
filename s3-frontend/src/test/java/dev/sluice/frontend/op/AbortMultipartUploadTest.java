package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.AbortUploadRequest;
import dev.sluice.v1.AbortUploadResponse;
import dev.sluice.v1.UploadServiceGrpc;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Asserts AWS's behaviour: "AbortMultipartUpload",
 * AmazonS3/latest/API/API_AbortMultipartUpload.html.
 */
class AbortMultipartUploadTest {
  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  @Test
  void upload_isAbortedByTheAgent() throws Exception {
    s3.agent()
        .answers(
            UploadServiceGrpc.getAbortUploadMethod(), AbortUploadResponse.getDefaultInstance());

    assertThat(s3.answer(Requests.abortMultipartUpload()))
        .isEqualTo(new S3Response.Empty(204, Map.of()));
    assertThat(s3.agent().received(UploadServiceGrpc.getAbortUploadMethod()))
        .isEqualTo(AbortUploadRequest.newBuilder().setUpload(Stored.upload()).build());
  }
}
