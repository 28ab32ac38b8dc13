package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.rpc.WireChecksum;
import dev.sluice.frontend.s3.ClientDigests;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.Accepted;
import dev.sluice.v1.Part;
import dev.sluice.v1.UploadPartHeader;
import dev.sluice.v1.UploadPartRequest;
import dev.sluice.v1.UploadPartResponse;
import dev.sluice.v1.UploadServiceGrpc;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Asserts AWS's behaviour: "UploadPart", AmazonS3/latest/API/API_UploadPart.html. */
class UploadPartTest {
  private static final ChecksumValue CHECKSUM =
      new ChecksumValue(ChecksumAlgorithm.CRC32, ChecksumType.FULL_OBJECT, new byte[] {1, 2, 3, 4});

  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  @Test
  void part_isStoredUnderItsNumber() throws Exception {
    stores(Stored.part(7));

    S3Response answer = s3.answer(Requests.uploadPart(7), GivenBody.of("0123456789"));

    assertThat(answer)
        .isEqualTo(new S3Response.Empty(200, Map.of("ETag", '"' + Stored.ETAG + '"')));
    UploadPartRequest message = s3.agent().received(UploadServiceGrpc.getUploadPartMethod());
    assertThat(message.getHeader())
        .isEqualTo(
            UploadPartHeader.newBuilder()
                .setUpload(Stored.upload())
                .setPartNumber(7)
                .setLength(10)
                .setStatesCrc32C(true)
                .build());
    assertThat(message.getData()).isEqualTo(ByteString.copyFromUtf8("0123456789"));
    assertThat(message.getFinish().getLength()).isEqualTo(10);
  }

  /** Unlike PutObject's, its answer does not name the type of the checksum. */
  @Test
  void checksum_isProvenByTheAgentAndAnswered() throws Exception {
    stores(Stored.part(7).setChecksum(Stored.checksum(dev.sluice.v1.ChecksumType.FULL_OBJECT)));

    S3Response answer =
        s3.answer(
            Requests.uploadPart(7),
            GivenBody.of("0123456789")
                .with(new ClientDigests(null, CHECKSUM, null, ChecksumAlgorithm.CRC32)));

    assertThat(answer.headers())
        .containsEntry("x-amz-checksum-crc32", "c3VtMQ==")
        .doesNotContainKey("x-amz-checksum-type");
    UploadPartRequest message = s3.agent().received(UploadServiceGrpc.getUploadPartMethod());
    assertThat(message.getHeader().getChecksumAlgorithm())
        .isEqualTo(dev.sluice.v1.ChecksumAlgorithm.CRC32);
    assertThat(message.getFinish().getStatedChecksum()).isEqualTo(WireChecksum.toProto(CHECKSUM));
  }

  /** The body of a client that waits is asked for only once the agent has accepted its head. */
  @Test
  void clientThatWaits_isAskedForItsBodyOnceTheAgentAccepts() throws Exception {
    stores(Stored.part(7));

    var _ = s3.answer(Requests.uploadPart(7), GivenBody.of("0123456789").awaited());

    List<UploadPartRequest> messages =
        s3.agent().allReceived(UploadServiceGrpc.getUploadPartMethod());
    assertThat(messages).hasSize(2);
    assertThat(messages.getFirst().getHeader().getWantAccepted()).isTrue();
    assertThat(messages.getFirst().getData()).isEmpty();
  }

  private void stores(Part.Builder part) {
    s3.agent()
        .handles(
            UploadServiceGrpc.getUploadPartMethod(),
            (message, answers) -> {
              if (message.getHeader().getWantAccepted()) {
                answers.accept(
                    UploadPartResponse.newBuilder()
                        .setAccepted(Accepted.getDefaultInstance())
                        .build());
              }
              if (message.hasFinish()) {
                answers.accept(UploadPartResponse.newBuilder().setCommitted(part).build());
              }
            });
  }
}
