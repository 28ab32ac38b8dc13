package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.rpc.WireChecksum;
import dev.sluice.common.rpc.WireMetadata;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.CreateUploadRequest;
import dev.sluice.v1.CreateUploadResponse;
import dev.sluice.v1.UploadServiceGrpc;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Asserts AWS's behaviour: "CreateMultipartUpload",
 * AmazonS3/latest/API/API_CreateMultipartUpload.html.
 */
class CreateMultipartUploadTest {
  private static final String DOCUMENT =
      """
      <InitiateMultipartUploadResult>
        <Bucket>bucket</Bucket>
        <Key>a key/ü</Key>
        <UploadId>upload</UploadId>
      </InitiateMultipartUploadResult>
      """;

  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  @Test
  void upload_isNamed() throws Exception {
    begins(dev.sluice.v1.ChecksumType.CHECKSUM_TYPE_UNSPECIFIED);

    S3Response answer = s3.answer(Requests.createMultipartUpload(null, null));

    s3.assertDocument(answer, DOCUMENT);
    assertThat(answer.headers()).isEmpty();
    assertThat(s3.agent().received(UploadServiceGrpc.getCreateUploadMethod()))
        .isEqualTo(
            CreateUploadRequest.newBuilder()
                .setBucket("bucket")
                .setKey(Requests.KEY.value())
                .setMetadata(WireMetadata.toProto(Requests.METADATA))
                .build());
  }

  /** The type that the agent chose, where the client chose none. */
  @Test
  void checksumOfTheUpload_isInTheHeaders() throws Exception {
    begins(dev.sluice.v1.ChecksumType.COMPOSITE);

    S3Response answer = s3.answer(Requests.createMultipartUpload(ChecksumAlgorithm.SHA256, null));

    s3.assertDocument(answer, DOCUMENT);
    assertThat(answer.headers())
        .isEqualTo(
            Map.of("x-amz-checksum-algorithm", "SHA256", "x-amz-checksum-type", "COMPOSITE"));
  }

  @Test
  void typeThatTheClientChose_isAskedOfTheAgent() throws Exception {
    begins(dev.sluice.v1.ChecksumType.FULL_OBJECT);

    var _ =
        s3.answer(
            Requests.createMultipartUpload(ChecksumAlgorithm.CRC32, ChecksumType.FULL_OBJECT));

    CreateUploadRequest asked = s3.agent().received(UploadServiceGrpc.getCreateUploadMethod());
    assertThat(asked.getChecksumAlgorithm())
        .isEqualTo(WireChecksum.toProto(ChecksumAlgorithm.CRC32));
    assertThat(asked.getChecksumType()).isEqualTo(WireChecksum.toProto(ChecksumType.FULL_OBJECT));
  }

  private void begins(dev.sluice.v1.ChecksumType type) {
    s3.agent()
        .answers(
            UploadServiceGrpc.getCreateUploadMethod(),
            CreateUploadResponse.newBuilder().setUploadId("upload").setChecksumType(type).build());
  }
}
