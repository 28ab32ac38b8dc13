package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.common.rpc.WireChecksum;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.common.rpc.WireMetadata;
import dev.sluice.frontend.s3.ClientDigests;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.Accepted;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.Finish;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.PutObjectHeader;
import dev.sluice.v1.PutObjectRequest;
import dev.sluice.v1.PutObjectResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Asserts AWS's behaviour: "PutObject", AmazonS3/latest/API/API_PutObject.html. */
class PutObjectTest {
  /** The CRC-32C of {@code 0123456789}, from the catalogue's polynomial. */
  private static final int CRC32C_OF_DIGITS = 0x280C069E;

  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  /** Ours: a small object is one message. */
  @Test
  void smallObject_isOneMessage() throws Exception {
    stores(Stored.object());

    S3Response answer =
        s3.answer(Requests.putObject(WriteConditions.ABSENT), GivenBody.of("0123456789"));

    assertThat(answer)
        .isEqualTo(new S3Response.Empty(200, Map.of("ETag", '"' + Stored.ETAG + '"')));
    assertThat(s3.agent().received(ObjectServiceGrpc.getPutObjectMethod()))
        .isEqualTo(
            PutObjectRequest.newBuilder()
                .setHeader(
                    PutObjectHeader.newBuilder()
                        .setBucket("bucket")
                        .setKey(Requests.KEY.value())
                        .setLength(10)
                        .setMetadata(WireMetadata.toProto(Requests.METADATA))
                        .setConditions(WireConditions.toProto(WriteConditions.ABSENT))
                        .setStatesCrc32C(true))
                .setData(ByteString.copyFromUtf8("0123456789"))
                .setFinish(Finish.newBuilder().setLength(10).setCrc32C(CRC32C_OF_DIGITS))
                .build());
  }

  /** Ours: within one process nothing lies between the bytes that are sent and that come. */
  @Test
  void objectWithinOneProcess_isNotHashedOnTheWay() throws Exception {
    try (OperationsUnderTest one = OperationsUnderTest.inOneProcess()) {
      one.agent()
          .answers(
              ObjectServiceGrpc.getPutObjectMethod(),
              PutObjectResponse.newBuilder().setCommitted(Stored.object()).build());

      var _ = one.answer(Requests.putObject(WriteConditions.NONE), GivenBody.of("0123456789"));

      PutObjectRequest message = one.agent().received(ObjectServiceGrpc.getPutObjectMethod());
      assertThat(message.getHeader().getStatesCrc32C()).isFalse();
      assertThat(message.getFinish()).isEqualTo(Finish.newBuilder().setLength(10).build());
    }
  }

  /** Ours: the finish goes with the last bytes, and only then. */
  @Test
  void largeObject_isFinishedByItsLastMessage() throws Exception {
    stores(Stored.object());
    byte[] bytes = new byte[600_000];
    new Random(1).nextBytes(bytes);

    var _ = s3.answer(Requests.putObject(WriteConditions.NONE), GivenBody.of(bytes).inChunks());

    List<PutObjectRequest> messages =
        s3.agent().allReceived(ObjectServiceGrpc.getPutObjectMethod());
    assertThat(messages.getFirst().getHeader().hasLength()).isFalse();
    assertThat(messages.stream().skip(1)).noneMatch(PutObjectRequest::hasHeader);
    assertThat(messages.stream().limit(messages.size() - 1))
        .isNotEmpty()
        .noneMatch(PutObjectRequest::hasFinish);
    assertThat(messages.getLast().getFinish().getLength()).isEqualTo(bytes.length);
    assertThat(
            messages.stream()
                .map(PutObjectRequest::getData)
                .reduce(ByteString.EMPTY, ByteString::concat)
                .toByteArray())
        .isEqualTo(bytes);
  }

  @Test
  void whatTheClientStates_isForTheAgentToProve() throws Exception {
    stores(Stored.object());
    byte[] md5 = "sixteen bytes md5".substring(0, 16).getBytes(StandardCharsets.US_ASCII);
    ChecksumValue checksum = checksum();

    var _ =
        s3.answer(
            Requests.putObject(WriteConditions.NONE),
            GivenBody.of("0123456789")
                .with(new ClientDigests(md5, checksum, null, ChecksumAlgorithm.CRC32)));

    PutObjectRequest message = s3.agent().received(ObjectServiceGrpc.getPutObjectMethod());
    assertThat(message.getHeader().getChecksumAlgorithm())
        .isEqualTo(dev.sluice.v1.ChecksumAlgorithm.CRC32);
    assertThat(message.getFinish().getStatedMd5()).isEqualTo(ByteString.copyFrom(md5));
    assertThat(message.getFinish().getStatedChecksum()).isEqualTo(WireChecksum.toProto(checksum));
  }

  @Test
  void checksumBehindTheBody_isForTheAgentToProve() throws Exception {
    stores(Stored.object());
    ChecksumValue checksum = checksum();

    var _ =
        s3.answer(
            Requests.putObject(WriteConditions.NONE),
            GivenBody.of("0123456789")
                .with(
                    new ClientDigests(null, null, ChecksumAlgorithm.CRC32, ChecksumAlgorithm.CRC32))
                .followedBy(checksum));

    assertThat(
            s3.agent()
                .received(ObjectServiceGrpc.getPutObjectMethod())
                .getFinish()
                .getStatedChecksum())
        .isEqualTo(WireChecksum.toProto(checksum));
  }

  @Test
  void checksumThatWasStored_isInTheAnswer() throws Exception {
    stores(Stored.object().setChecksum(Stored.checksum(dev.sluice.v1.ChecksumType.FULL_OBJECT)));

    assertThat(
            s3.answer(Requests.putObject(WriteConditions.NONE), GivenBody.of("0123456789"))
                .headers())
        .containsEntry("x-amz-checksum-crc32", "c3VtMQ==")
        .containsEntry("x-amz-checksum-type", "FULL_OBJECT");
  }

  /** The body of a client that waits is asked for only once the agent has accepted its head. */
  @Test
  void clientThatWaits_isAskedForItsBodyOnceTheAgentAccepts() throws Exception {
    stores(Stored.object());

    var _ =
        s3.answer(Requests.putObject(WriteConditions.NONE), GivenBody.of("0123456789").awaited());

    List<PutObjectRequest> messages =
        s3.agent().allReceived(ObjectServiceGrpc.getPutObjectMethod());
    assertThat(messages).hasSize(2);
    assertThat(messages.getFirst().getHeader().getWantAccepted()).isTrue();
    assertThat(messages.getFirst().getData()).isEmpty();
    assertThat(messages.getLast().getData()).isEqualTo(ByteString.copyFromUtf8("0123456789"));
  }

  @Test
  void bodyOfAClientThatWaits_isNotReadWhereTheAgentRefusesItsHead() {
    s3.agent()
        .fails(
            ObjectServiceGrpc.getPutObjectMethod(),
            new StorageException(FailureReason.BUCKET_NOT_FOUND, "bucket"));
    GivenBody body = GivenBody.of("0123456789").awaited();

    assertThat(s3.failure(Requests.putObject(WriteConditions.NONE), body).reason())
        .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    assertThat(body.isUntouched()).isTrue();
  }

  private void stores(ObjectInfo.Builder object) {
    s3.agent()
        .handles(
            ObjectServiceGrpc.getPutObjectMethod(),
            (message, answers) -> {
              if (message.getHeader().getWantAccepted()) {
                answers.accept(
                    PutObjectResponse.newBuilder()
                        .setAccepted(Accepted.getDefaultInstance())
                        .build());
              }
              if (message.hasFinish()) {
                answers.accept(PutObjectResponse.newBuilder().setCommitted(object).build());
              }
            });
  }

  private static ChecksumValue checksum() {
    return new ChecksumValue(
        ChecksumAlgorithm.CRC32, ChecksumType.FULL_OBJECT, new byte[] {1, 2, 3, 4});
  }
}
