package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.common.rpc.WireChecksum;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.v1.CompleteUploadRequest;
import dev.sluice.v1.CompleteUploadResponse;
import dev.sluice.v1.CompletedPart;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.UploadServiceGrpc;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Asserts AWS's behaviour: "CompleteMultipartUpload",
 * AmazonS3/latest/API/API_CompleteMultipartUpload.html.
 */
class CompleteMultipartUploadTest {
  private static final String PARTS =
      """
      <CompleteMultipartUpload>
        <Part><PartNumber>1</PartNumber><ETag>"e"</ETag></Part>
        <Part>
          <PartNumber>3</PartNumber><ETag>f</ETag><ChecksumCRC32>c3VtMQ==</ChecksumCRC32>
        </Part>
      </CompleteMultipartUpload>
      """;

  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  @Test
  void parts_becomeTheObject() throws Exception {
    completes(Stored.object());

    s3.assertDocument(
        s3.answer(
            Requests.completeMultipartUpload(null, null, WriteConditions.ABSENT),
            GivenBody.of(PARTS)),
        """
        <CompleteMultipartUploadResult>
          <Location>%s</Location>
          <Bucket>bucket</Bucket>
          <Key>a key/ü</Key>
          <ETag>"0123456789abcdef0123456789abcdef"</ETag>
        </CompleteMultipartUploadResult>
        """
            .formatted(OperationsUnderTest.URL));
    assertThat(asked())
        .isEqualTo(
            CompleteUploadRequest.newBuilder()
                .setUpload(Stored.upload())
                .addParts(CompletedPart.newBuilder().setPartNumber(1).setEtag("e"))
                .addParts(
                    CompletedPart.newBuilder()
                        .setPartNumber(3)
                        .setEtag("f")
                        .setChecksum(Stored.checksum(dev.sluice.v1.ChecksumType.FULL_OBJECT)))
                .setConditions(WireConditions.toProto(WriteConditions.ABSENT))
                .build());
  }

  @Test
  void whatTheClientStates_isForTheAgentToProve() throws Exception {
    completes(
        Stored.object()
            .addPartSizes(6)
            .addPartSizes(4)
            .setChecksum(Stored.checksum(dev.sluice.v1.ChecksumType.COMPOSITE)));
    ChecksumValue checksum =
        new ChecksumValue(
            ChecksumAlgorithm.CRC32, ChecksumType.FULL_OBJECT, new byte[] {1, 2, 3, 4});

    s3.assertDocument(
        s3.answer(
            Requests.completeMultipartUpload(checksum, 10L, WriteConditions.NONE),
            GivenBody.of(PARTS)),
        """
        <CompleteMultipartUploadResult>
          <Location>%s</Location>
          <Bucket>bucket</Bucket>
          <Key>a key/ü</Key>
          <ETag>"0123456789abcdef0123456789abcdef"</ETag>
          <ChecksumCRC32>c3VtMQ==-2</ChecksumCRC32>
          <ChecksumType>COMPOSITE</ChecksumType>
        </CompleteMultipartUploadResult>
        """
            .formatted(OperationsUnderTest.URL));
    assertThat(asked().getStatedChecksum()).isEqualTo(WireChecksum.toProto(checksum));
    assertThat(asked().getStatedChecksumType()).isEqualTo(dev.sluice.v1.ChecksumType.FULL_OBJECT);
    assertThat(asked().getStatedSize()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({
    "'', MALFORMED_XML",
    "<CompleteMultipartUpload/>, MALFORMED_XML",
    "<Part><PartNumber>1</PartNumber></Part>, MALFORMED_XML",
    "<Part><ETag>e</ETag></Part>, MALFORMED_XML",
    "<Part><PartNumber>x</PartNumber><ETag>e</ETag></Part>, MALFORMED_XML",
    "<Part><PartNumber>0</PartNumber><ETag>e</ETag></Part>, INVALID_ARGUMENT",
    "<Part><PartNumber>1</PartNumber><ETag>e</ETag><ChecksumCRC32>?</ChecksumCRC32></Part>, "
        + "INVALID_REQUEST",
    "<Part><PartNumber>1</PartNumber><ETag>e</ETag><ChecksumCRC32>c3VtMQ==</ChecksumCRC32>"
        + "<ChecksumCRC32C>c3VtMQ==</ChecksumCRC32C></Part>, INVALID_REQUEST"
  })
  void listThatIsNone_isRefused(String list, S3ErrorCode code) {
    String document =
        list.startsWith("<Part>")
            ? "<CompleteMultipartUpload>" + list + "</CompleteMultipartUpload>"
            : list;

    S3Exception refusal =
        s3.refusal(
            Requests.completeMultipartUpload(null, null, WriteConditions.NONE),
            GivenBody.of(document));

    assertThat(refusal.code()).isEqualTo(code);
    assertThat(s3.agent().methods()).isEmpty();
  }

  @Test
  void partNumberBelowOne_isNamed() {
    assertThat(
            s3.refusal(
                    Requests.completeMultipartUpload(null, null, WriteConditions.NONE),
                    GivenBody.of(PARTS.replace(">3<", ">-3<")))
                .elements())
        .containsEntry("ArgumentName", "PartNumber")
        .containsEntry("ArgumentValue", "-3");
  }

  private void completes(ObjectInfo.Builder object) {
    s3.agent()
        .answers(
            UploadServiceGrpc.getCompleteUploadMethod(),
            CompleteUploadResponse.newBuilder().setObject(object).build());
  }

  private CompleteUploadRequest asked() {
    return s3.agent().received(UploadServiceGrpc.getCompleteUploadMethod());
  }
}
