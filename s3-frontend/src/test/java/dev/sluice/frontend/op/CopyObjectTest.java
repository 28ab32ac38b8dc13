package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.common.rpc.WireMetadata;
import dev.sluice.common.rpc.WireTags;
import dev.sluice.frontend.s3.CopySource;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.ChecksumType;
import dev.sluice.v1.CopyObjectRequest;
import dev.sluice.v1.CopyObjectResponse;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetBucketResponse;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.Principal;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Asserts AWS's behaviour: "CopyObject", AmazonS3/latest/API/API_CopyObject.html. */
class CopyObjectTest {
  private static final ReadConditions IF_ANY =
      new ReadConditions(EtagCondition.ANY, null, null, null);

  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  @Test
  void copy_keepsWhatTheSourceKeeps() throws Exception {
    copies(Stored.object());

    s3.assertDocument(
        s3.answer(
            Requests.copyObject(Requests.source(null, IF_ANY), null, null, WriteConditions.ABSENT)),
        """
        <CopyObjectResult>
          <LastModified>2026-01-02T03:04:05.000Z</LastModified>
          <ETag>"0123456789abcdef0123456789abcdef"</ETag>
        </CopyObjectResult>
        """);
    assertThat(asked())
        .isEqualTo(
            CopyObjectRequest.newBuilder()
                .setSource(
                    dev.sluice.v1.CopySource.newBuilder()
                        .setBucket("source")
                        .setKey("from")
                        .setConditions(WireConditions.toProto(IF_ANY)))
                .setBucket("bucket")
                .setKey(Requests.KEY.value())
                .setConditions(WireConditions.toProto(WriteConditions.ABSENT))
                .build());
  }

  @Test
  void replacement_standsInForWhatTheSourceKeeps() throws Exception {
    copies(Stored.object());

    var _ =
        s3.answer(
            Requests.copyObject(
                Requests.source(null, ReadConditions.NONE),
                Requests.METADATA,
                ChecksumAlgorithm.SHA256,
                WriteConditions.NONE));

    assertThat(asked().hasMetadata()).isTrue();
    assertThat(asked().getMetadata()).isEqualTo(WireMetadata.toProto(Requests.METADATA));
    assertThat(asked().getChecksumAlgorithm()).isEqualTo(dev.sluice.v1.ChecksumAlgorithm.SHA256);
  }

  @Test
  void tags_standInForThoseOfTheSource() throws Exception {
    copies(Stored.object());

    var _ = s3.answer(Requests.copyObject(Requests.METADATA.tags()));
    var _ = s3.answer(Requests.copyObject(TagSet.NONE));

    List<CopyObjectRequest> asked = s3.agent().allReceived(ObjectServiceGrpc.getCopyObjectMethod());
    assertThat(asked)
        .noneMatch(CopyObjectRequest::hasMetadata)
        .allMatch(CopyObjectRequest::hasTags);
    assertThat(asked.getFirst().getTags().getTagsList())
        .isEqualTo(WireTags.toProto(Requests.METADATA.tags()));
    assertThat(asked.getLast().getTags().getTagsList()).isEmpty();
  }

  @Test
  void checksumOfTheCopy_isInTheDocument() throws Exception {
    copies(
        Stored.object()
            .addPartSizes(6)
            .addPartSizes(4)
            .setChecksum(Stored.checksum(ChecksumType.COMPOSITE)));

    s3.assertDocument(
        s3.answer(copy(Requests.source(null, ReadConditions.NONE))),
        """
        <CopyObjectResult>
          <LastModified>2026-01-02T03:04:05.000Z</LastModified>
          <ETag>"0123456789abcdef0123456789abcdef"</ETag>
          <ChecksumCRC32>c3VtMQ==-2</ChecksumCRC32>
          <ChecksumType>COMPOSITE</ChecksumType>
        </CopyObjectResult>
        """);
  }

  @Test
  void sourceOfAnotherOwner_isAccessDenied() throws Exception {
    copies(Stored.object());
    s3.agent().answers(BucketServiceGrpc.getGetBucketMethod(), ownedBy("somebody"));

    S3Exception refusal = s3.refusal(copy(Requests.source("else", ReadConditions.NONE)));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.ACCESS_DENIED);
    assertThat(s3.agent().received(BucketServiceGrpc.getGetBucketMethod()).getBucket())
        .isEqualTo("source");

    var _ = s3.answer(copy(Requests.source("somebody", ReadConditions.NONE)));
  }

  /** Ours: no byte of a copy crosses the wire. */
  @Test
  void copyFromOneAgentToAnother_isNotImplemented() {
    try (OperationsUnderTest two = new OperationsUnderTest(2, null)) {
      hasOnly(two.agent(0), "source");
      hasOnly(two.agent(1), "bucket");

      S3Exception refusal = two.refusal(copy(Requests.source(null, ReadConditions.NONE)));

      assertThat(refusal.code()).isEqualTo(S3ErrorCode.NOT_IMPLEMENTED);
      assertThat(refusal.message()).endsWith("source, bucket");
    }
  }

  private static ObjectRequest.CopyObject copy(CopySource source) {
    return Requests.copyObject(source, null, null, WriteConditions.NONE);
  }

  private void copies(ObjectInfo.Builder copy) {
    s3.agent()
        .answers(
            ObjectServiceGrpc.getCopyObjectMethod(),
            CopyObjectResponse.newBuilder().setCopy(copy).build());
  }

  private CopyObjectRequest asked() {
    return s3.agent().received(ObjectServiceGrpc.getCopyObjectMethod());
  }

  private static GetBucketResponse ownedBy(String id) {
    return GetBucketResponse.newBuilder()
        .setBucket(Bucket.newBuilder().setName("source").setOwner(Principal.newBuilder().setId(id)))
        .build();
  }

  private static void hasOnly(StubAgent agent, String bucket) {
    agent.handles(
        BucketServiceGrpc.getGetBucketMethod(),
        (message, answers) -> {
          if (!message.getBucket().equals(bucket)) {
            throw new StorageException(FailureReason.BUCKET_NOT_FOUND, message.getBucket());
          }
          answers.accept(
              GetBucketResponse.newBuilder()
                  .setBucket(Bucket.newBuilder().setName(bucket))
                  .build());
        });
  }
}
