package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.ByteRange;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.common.rpc.WireRange;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.ChecksumType;
import dev.sluice.v1.CopyPartRequest;
import dev.sluice.v1.CopyPartResponse;
import dev.sluice.v1.CopySource;
import dev.sluice.v1.GetBucketResponse;
import dev.sluice.v1.Part;
import dev.sluice.v1.Principal;
import dev.sluice.v1.UploadServiceGrpc;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Asserts AWS's behaviour: "UploadPartCopy", AmazonS3/latest/API/API_UploadPartCopy.html. */
class UploadPartCopyTest {
  private static final ByteRange.FromTo RANGE = new ByteRange.FromTo(2, 11);
  private static final ReadConditions IF_ANY =
      new ReadConditions(EtagCondition.ANY, null, null, null);

  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  @Test
  void rangeOfTheSource_becomesThePart() throws Exception {
    copies(Stored.part(7).setChecksum(Stored.checksum(ChecksumType.FULL_OBJECT)));

    s3.assertDocument(
        s3.answer(Requests.uploadPartCopy(Requests.source(null, IF_ANY), RANGE)),
        """
        <CopyPartResult>
          <LastModified>2026-01-02T03:04:05.000Z</LastModified>
          <ETag>"0123456789abcdef0123456789abcdef"</ETag>
          <ChecksumCRC32>c3VtMQ==</ChecksumCRC32>
        </CopyPartResult>
        """);
    assertThat(asked())
        .isEqualTo(
            CopyPartRequest.newBuilder()
                .setUpload(Stored.upload())
                .setPartNumber(7)
                .setSource(
                    CopySource.newBuilder()
                        .setBucket("source")
                        .setKey("from")
                        .setConditions(WireConditions.toProto(IF_ANY)))
                .setRange(WireRange.toProto(RANGE))
                .build());
  }

  @Test
  void wholeSource_hasNoRange() throws Exception {
    copies(Stored.part(7));

    var _ = s3.answer(Requests.uploadPartCopy(Requests.source(null, ReadConditions.NONE), null));

    assertThat(asked().hasRange()).isFalse();
  }

  @Test
  void sourceOfAnotherOwner_isAccessDenied() {
    s3.agent()
        .answers(
            BucketServiceGrpc.getGetBucketMethod(),
            GetBucketResponse.newBuilder()
                .setBucket(Bucket.newBuilder().setOwner(Principal.newBuilder().setId("a")))
                .build());

    assertThat(
            s3.refusal(Requests.uploadPartCopy(Requests.source("b", ReadConditions.NONE), null))
                .code())
        .isEqualTo(S3ErrorCode.ACCESS_DENIED);
  }

  private void copies(Part.Builder part) {
    s3.agent()
        .answers(
            UploadServiceGrpc.getCopyPartMethod(),
            CopyPartResponse.newBuilder().setPart(part).build());
  }

  private CopyPartRequest asked() {
    return s3.agent().received(UploadServiceGrpc.getCopyPartMethod());
  }
}
