package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sluice.common.model.ByteRange;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.common.rpc.WireMetadata;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.ByteSpan;
import dev.sluice.v1.ChecksumType;
import dev.sluice.v1.HeadObjectRequest;
import dev.sluice.v1.HeadObjectResponse;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.ObjectMetadata;
import dev.sluice.v1.ObjectServiceGrpc;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Asserts AWS's behaviour: "HeadObject", AmazonS3/latest/API/API_HeadObject.html. */
class HeadObjectTest {
  private static final Map<String, String> OF_EVERY_OBJECT =
      Map.of(
          "Last-Modified",
          Stored.HTTP_TIME,
          "ETag",
          '"' + Stored.ETAG + '"',
          "Accept-Ranges",
          "bytes");

  @AutoClose private final OperationsUnderTest s3 = new OperationsUnderTest();

  @Test
  void plainObject_hasWhatEveryObjectHas() throws Exception {
    S3Response answer = head(Stored.object(), Selection.ALL, ContentHeaders.NONE, true);

    assertThat(answer).isEqualTo(new S3Response.Empty(200, with("Content-Length", "10")));
    assertThat(s3.agent().received(ObjectServiceGrpc.getHeadObjectMethod()))
        .isEqualTo(
            HeadObjectRequest.newBuilder()
                .setBucket("bucket")
                .setKey(Requests.KEY.value())
                .setConditions(
                    WireConditions.toProto(new ReadConditions(EtagCondition.ANY, null, null, null)))
                .build());
  }

  @Test
  void whatWasKept_isGivenBack() throws Exception {
    S3Response answer = head(kept(), Selection.ALL, ContentHeaders.NONE, false);

    assertThat(answer)
        .isEqualTo(
            new S3Response.Empty(
                200,
                with(
                    "Content-Type", "text/plain",
                    "Cache-Control", "no-cache",
                    "Content-Disposition", "inline",
                    "Content-Encoding", "gzip",
                    "Content-Language", "de",
                    "Expires", "Thu, 01 Jan 2026 00:00:00 GMT",
                    "x-amz-meta-colour", "blue",
                    "x-amz-tagging-count", "2",
                    "Content-Length", "10")));
  }

  @Test
  void headersOfTheRequest_standInForThoseThatWereKept() throws Exception {
    S3Response answer =
        head(
            kept(),
            Selection.ALL,
            new ContentHeaders("text/html", "max-age=1", "attachment", "br", "en", "0"),
            false);

    assertThat(answer.headers())
        .containsEntry("Content-Type", "text/html")
        .containsEntry("Cache-Control", "max-age=1")
        .containsEntry("Content-Disposition", "attachment")
        .containsEntry("Content-Encoding", "br")
        .containsEntry("Content-Language", "en")
        .containsEntry("Expires", "0")
        .containsEntry("x-amz-meta-colour", "blue");
  }

  @Test
  void metadataThatNoHeaderHolds_isAnEncodedWord() throws Exception {
    S3Response answer =
        head(
            Stored.object()
                .setMetadata(ObjectMetadata.newBuilder().putUserMetadata("name", "\u00fc\u65e5")),
            Selection.ALL,
            ContentHeaders.NONE,
            false);

    assertThat(answer.headers()).containsEntry("x-amz-meta-name", "=?UTF-8?B?w7zml6U=?=");
  }

  @Test
  void checksum_isShownWhereTheClientAsksForIt() throws Exception {
    ObjectInfo.Builder object =
        Stored.object().setChecksum(Stored.checksum(ChecksumType.FULL_OBJECT));

    assertThat(head(object, Selection.ALL, ContentHeaders.NONE, true).headers())
        .containsEntry("x-amz-checksum-crc32", "c3VtMQ==")
        .containsEntry("x-amz-checksum-type", "FULL_OBJECT");
    assertThat(head(object, Selection.ALL, ContentHeaders.NONE, false).headers())
        .doesNotContainKey("x-amz-checksum-crc32");
  }

  /** It only speaks of all bytes, or of one part. */
  @Test
  void checksumOfARange_isNotShown() throws Exception {
    S3Response answer =
        answer(
            HeadObjectResponse.newBuilder()
                .setInfo(Stored.object().setChecksum(Stored.checksum(ChecksumType.FULL_OBJECT)))
                .setSpan(ByteSpan.newBuilder().setOffset(8).setLength(2)),
            new Selection.Range(new ByteRange.Suffix(2)),
            ContentHeaders.NONE,
            true);

    assertThat(answer)
        .isEqualTo(
            new S3Response.Empty(
                206, with("Content-Range", "bytes 8-9/10", "Content-Length", "2")));
  }

  @Test
  void compositeChecksum_namesTheNumberOfParts() throws Exception {
    ObjectInfo.Builder object =
        Stored.object()
            .addPartSizes(6)
            .addPartSizes(4)
            .setChecksum(Stored.checksum(ChecksumType.COMPOSITE));

    assertThat(head(object, Selection.ALL, ContentHeaders.NONE, true).headers())
        .containsEntry("x-amz-checksum-crc32", "c3VtMQ==-2")
        .containsEntry("x-amz-checksum-type", "COMPOSITE")
        .doesNotContainKey("x-amz-mp-parts-count");
  }

  @Test
  void part_hasItsOwnChecksumAndTheNumberOfAll() throws Exception {
    S3Response answer =
        answer(
            HeadObjectResponse.newBuilder()
                .setInfo(
                    Stored.object()
                        .addPartSizes(6)
                        .addPartSizes(4)
                        .addPartNumbers(3)
                        .addPartNumbers(5)
                        .addPartChecksums(ByteString.copyFromUtf8("sum1"))
                        .addPartChecksums(ByteString.copyFromUtf8("sum2"))
                        .setChecksum(Stored.checksum(ChecksumType.COMPOSITE)))
                .setSpan(ByteSpan.newBuilder().setOffset(6).setLength(4)),
            new Selection.Part(5),
            ContentHeaders.NONE,
            true);

    assertThat(answer)
        .isEqualTo(
            new S3Response.Empty(
                206,
                with(
                    "Content-Range", "bytes 6-9/10",
                    "x-amz-mp-parts-count", "2",
                    "x-amz-checksum-crc32", "c3VtMg==",
                    "x-amz-checksum-type", "COMPOSITE",
                    "Content-Length", "4")));
    assertThat(s3.agent().received(ObjectServiceGrpc.getHeadObjectMethod()).getPartNumber())
        .isEqualTo(5);
  }

  /** An object of one piece is its own first part. */
  @Test
  void onlyPart_hasTheChecksumOfTheObject() throws Exception {
    S3Response answer =
        answer(
            HeadObjectResponse.newBuilder()
                .setInfo(Stored.object().setChecksum(Stored.checksum(ChecksumType.FULL_OBJECT)))
                .setSpan(ByteSpan.newBuilder().setLength(10)),
            new Selection.Part(1),
            ContentHeaders.NONE,
            true);

    assertThat(answer.headers())
        .containsEntry("x-amz-checksum-crc32", "c3VtMQ==")
        .doesNotContainKey("x-amz-mp-parts-count");
  }

  /** No Content-Range can name a range of nothing. */
  @Test
  void onlyPartOfAnEmptyObject_hasNoContentRange() throws Exception {
    S3Response answer =
        answer(
            HeadObjectResponse.newBuilder()
                .setInfo(Stored.object().setSize(0))
                .setSpan(ByteSpan.getDefaultInstance()),
            new Selection.Part(1),
            ContentHeaders.NONE,
            false);

    assertThat(answer).isEqualTo(new S3Response.Empty(206, with("Content-Length", "0")));
  }

  private static ObjectInfo.Builder kept() {
    return Stored.object().setMetadata(WireMetadata.toProto(Requests.METADATA));
  }

  private S3Response head(
      ObjectInfo.Builder object, Selection selection, ContentHeaders overrides, boolean checksums)
      throws InterruptedException {
    return answer(HeadObjectResponse.newBuilder().setInfo(object), selection, overrides, checksums);
  }

  private S3Response answer(
      HeadObjectResponse.Builder found,
      Selection selection,
      ContentHeaders overrides,
      boolean checksums)
      throws InterruptedException {
    s3.agent().answers(ObjectServiceGrpc.getHeadObjectMethod(), found.build());
    return s3.answer(
        Requests.headObject(
            selection,
            new ReadConditions(EtagCondition.ANY, null, null, null),
            overrides,
            checksums));
  }

  private static Map<String, String> with(String... namesAndValues) {
    Map<String, String> headers = new HashMap<>(OF_EVERY_OBJECT);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }
}
