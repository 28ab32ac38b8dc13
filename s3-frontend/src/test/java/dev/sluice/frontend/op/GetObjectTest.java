package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.sluice.common.model.ByteRange;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.RangeCondition;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.frontend.s3.ObjectBytes;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.ByteSpan;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.GetObjectResponse;
import dev.sluice.v1.ObjectServiceGrpc;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Asserts AWS's behaviour: "GetObject", AmazonS3/latest/API/API_GetObject.html. Headers that HEAD
 * has as well are tried in {@link HeadObjectTest}.
 */
class GetObjectTest {
  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  @Test
  void object_comesWithItsHeadersAndAllItsBytes() throws Exception {
    sends(
        GetObjectResponse.newBuilder().setInfo(Stored.object()).setData(data("0123")).build(),
        GetObjectResponse.newBuilder().setData(data("456789")).build());

    S3Response.ObjectBody answer = (S3Response.ObjectBody) s3.answer(Requests.getObject());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.length()).isEqualTo(10);
    assertThat(answer.headers())
        .containsEntry("ETag", '"' + Stored.ETAG + '"')
        .containsEntry("Last-Modified", Stored.HTTP_TIME)
        .containsEntry("Accept-Ranges", "bytes")
        .doesNotContainKey("Content-Range");
    assertThat(read(answer)).isEqualTo("0123456789");
    assertThat(asked())
        .isEqualTo(
            GetObjectRequest.newBuilder()
                .setBucket("bucket")
                .setKey(Requests.KEY.value())
                .setConditions(WireConditions.toProto(ReadConditions.NONE))
                .build());
  }

  @Test
  void range_isAskedOfTheAgentAndNamed() throws Exception {
    sends(
        GetObjectResponse.newBuilder()
            .setInfo(Stored.object())
            .setSpan(ByteSpan.newBuilder().setOffset(2).setLength(3))
            .setData(data("234"))
            .build());

    S3Response.ObjectBody answer =
        (S3Response.ObjectBody)
            s3.answer(
                Requests.getObject(
                    new Selection.Range(
                        new ByteRange.FromTo(2, 4), new RangeCondition.Tag(new ETag("e"))),
                    new ReadConditions(null, EtagCondition.ANY, null, null),
                    ContentHeaders.NONE,
                    false));

    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.length()).isEqualTo(3);
    assertThat(answer.headers()).containsEntry("Content-Range", "bytes 2-4/10");
    assertThat(read(answer)).isEqualTo("234");
    assertThat(asked().getRange().getFirst()).isEqualTo(2);
    assertThat(asked().getRange().getLast()).isEqualTo(4);
    assertThat(asked().getIfRange().getEtag()).isEqualTo("e");
    assertThat(asked().getConditions().getIfNoneMatch().getAny()).isTrue();
  }

  @Test
  void part_isAskedOfTheAgentByItsNumber() throws Exception {
    sends(
        GetObjectResponse.newBuilder()
            .setInfo(Stored.object().addPartSizes(6).addPartSizes(4))
            .setSpan(ByteSpan.newBuilder().setOffset(6).setLength(4))
            .setData(data("6789"))
            .build());

    S3Response.ObjectBody answer =
        (S3Response.ObjectBody)
            s3.answer(
                Requests.getObject(
                    new Selection.Part(2), ReadConditions.NONE, ContentHeaders.NONE, false));

    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.headers())
        .containsEntry("Content-Range", "bytes 6-9/10")
        .containsEntry("x-amz-mp-parts-count", "2");
    assertThat(read(answer)).isEqualTo("6789");
    assertThat(asked().getPartNumber()).isEqualTo(2);
  }

  @Test
  void emptyObject_hasNoBytes() throws Exception {
    sends(GetObjectResponse.newBuilder().setInfo(Stored.object().setSize(0)).build());

    S3Response.ObjectBody answer = (S3Response.ObjectBody) s3.answer(Requests.getObject());

    assertThat(answer.length()).isZero();
    assertThat(read(answer)).isEmpty();
  }

  /** Ours: the connection is to break, so that nobody takes the rest for complete. */
  @Test
  void failureInTheMiddle_endsTheBytes() throws Exception {
    s3.agent()
        .handles(
            ObjectServiceGrpc.getGetObjectMethod(),
            (request, answers) -> {
              answers.accept(
                  GetObjectResponse.newBuilder()
                      .setInfo(Stored.object())
                      .setData(data("0123"))
                      .build());
              throw new StorageException(FailureReason.STORAGE_FAULT, "the file has changed");
            });
    S3Response.ObjectBody answer = (S3Response.ObjectBody) s3.answer(Requests.getObject());

    try (ObjectBytes bytes = answer.bytes()) {
      assertThat(bytes.next()).isEqualTo(ByteBuffer.wrap(new byte[] {'0', '1', '2', '3'}));
      assertThatThrownBy(bytes::next)
          .isInstanceOfSatisfying(
              StorageException.class,
              failure -> assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_FAULT));
    }
  }

  /** Ours: a reader that leaves early lets go of everything. */
  @Test
  void readerThatLeaves_leavesNothingBehind() throws Exception {
    sends(
        GetObjectResponse.newBuilder().setInfo(Stored.object()).setData(data("0123")).build(),
        GetObjectResponse.newBuilder().setData(data("456789")).build());

    S3Response.ObjectBody answer = (S3Response.ObjectBody) s3.answer(Requests.getObject());

    assertThat(answer.bytes().next()).isNotNull();
    answer.bytes().close();
  }

  private void sends(GetObjectResponse... messages) {
    s3.agent()
        .handles(
            ObjectServiceGrpc.getGetObjectMethod(),
            (request, answers) -> List.of(messages).forEach(answers));
  }

  private GetObjectRequest asked() {
    return s3.agent().received(ObjectServiceGrpc.getGetObjectMethod());
  }

  private static ByteString data(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private static String read(S3Response.ObjectBody answer) throws InterruptedException {
    StringBuilder text = new StringBuilder();
    try (ObjectBytes bytes = answer.bytes()) {
      for (ByteBuffer piece = bytes.next(); piece != null; piece = bytes.next()) {
        text.append(StandardCharsets.US_ASCII.decode(piece));
      }
    }
    return text.toString();
  }
}
