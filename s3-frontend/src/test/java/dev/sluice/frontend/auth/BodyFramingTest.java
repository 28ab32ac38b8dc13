package dev.sluice.frontend.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.Principal;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.BodyDecoder;
import dev.sluice.frontend.auth.signature.BodyFraming;
import dev.sluice.frontend.auth.signature.Decoding;
import dev.sluice.frontend.auth.signature.Hashes;
import dev.sluice.frontend.auth.signature.PublishedChunkedUpload;
import dev.sluice.frontend.auth.signature.Requests;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How open access reads bodies; signed access shares all of it. */
class BodyFramingTest {
  private static final Identity EVERYBODY =
      Identity.unrestricted("", new Principal("sluice", "sluice"));
  private final Authenticator open = Authenticator.open(EVERYBODY);

  private BodyFraming framing(String... headers) {
    return open.authenticate(Requests.head("PUT", "/b/k", headers), null).body();
  }

  private S3Exception refused(String... headers) {
    return catchThrowableOfType(S3Exception.class, () -> framing(headers));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AWS :signature", "AWS4-HMAC-SHA256 nonsense", "Basic x", "", "Bearer a.b.c"})
  void anySignature_isWelcomeWhereAccessIsOpen(String authorization) {
    RequestHead head =
        Requests.head("GET", "/b/k?X-Amz-Signature=1&%zz", "authorization", authorization);
    assertThat(open.authenticate(head, null).identity()).isSameAs(EVERYBODY);
  }

  @Test
  void plainBody_hasTheLengthOfTheMessage() {
    assertThat(framing("content-length", "5").length()).hasValue(5);
    assertThat(framing().length()).isEmpty();
    assertThat(framing("content-length", "5").isChunked()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "x-amz-content-sha256, STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    "x-amz-content-sha256, STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    "x-amz-content-sha256, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
    "content-encoding, aws-chunked",
    "content-encoding, 'gzip, AWS-chunked'",
  })
  void chunkedBody_hasTheDecodedLength(String name, String value) {
    BodyFraming framing =
        framing(name, value, "x-amz-decoded-content-length", "5", "content-length", "50");
    assertThat(framing.isChunked()).isTrue();
    assertThat(framing.length()).hasValue(5);
    assertThat(framing.decoder())
        .extracting(it -> it.getClass().getSimpleName())
        .isEqualTo("AwsChunkedBody");
  }

  @Test
  void encodingWithoutDecodedLength_isNoFraming() {
    assertThat(framing("content-encoding", "aws-chunked").isChunked()).isFalse();
    assertThat(framing("x-amz-decoded-content-length", "5").isChunked()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, NOT_IMPLEMENTED",
    "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER, NOT_IMPLEMENTED",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, MISSING_CONTENT_LENGTH",
    "STREAMING, INVALID_ARGUMENT",
    "'', INVALID_ARGUMENT",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85, INVALID_ARGUMENT",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85g, INVALID_ARGUMENT",
  })
  void statementAboutThePayload_isChecked(String value, S3ErrorCode expected) {
    assertThat(refused("x-amz-content-sha256", value).code()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "five", "", "9223372036854775808"})
  void lengthThatIsNone_isRefused(String length) {
    S3Exception refusal =
        refused(
            "x-amz-content-sha256",
            "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            "x-amz-decoded-content-length",
            length);
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_ARGUMENT);
    assertThat(refused("content-length", length).code()).isEqualTo(S3ErrorCode.INVALID_ARGUMENT);
  }

  @Test
  void trailerWithoutFramingForIt_isRefused() {
    // Ours: AWS's answer is not documented, and a trailer nobody reads would be a checksum nobody
    // verifies.
    assertThat(refused("x-amz-trailer", "x-amz-checksum-crc32").code())
        .isEqualTo(S3ErrorCode.INVALID_REQUEST);
    S3Exception refusal =
        refused(
            "x-amz-trailer",
            "x-amz-checksum-crc32",
            "x-amz-decoded-content-length",
            "1",
            "x-amz-content-sha256",
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_REQUEST);
  }

  @Test
  void digestOfAFramedBody_isRefused() {
    S3Exception refusal =
        refused(
            "content-encoding",
            "aws-chunked",
            "x-amz-decoded-content-length",
            "1",
            "x-amz-content-sha256",
            Requests.EMPTY_SHA256);
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_REQUEST);
  }

  @Test
  void digestOfThePayload_isVerifiedWhereAccessIsOpen() {
    BodyDecoder decoder = framing("x-amz-content-sha256", Hashes.sha256Hex("hello")).decoder();
    S3Exception refusal =
        catchThrowableOfType(S3Exception.class, () -> Decoding.all(decoder, new byte[5]));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.X_AMZ_CONTENT_SHA256_MISMATCH);
  }

  @Test
  void chunkSignatures_areSkippedWhereAccessIsOpen() {
    BodyDecoder decoder =
        framing(
                "x-amz-content-sha256",
                "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
                "x-amz-trailer",
                "X-Amz-Checksum-CRC32C",
                "x-amz-decoded-content-length",
                "66560")
            .decoder();
    byte[] wire = PublishedChunkedUpload.TRAILED.wire();
    assertThat(Decoding.all(decoder, wire)).isEqualTo(PublishedChunkedUpload.PAYLOAD);
    assertThat(decoder.trailers()).isEqualTo(Map.of("x-amz-checksum-crc32c", "sOO8/Q=="));
  }
}
