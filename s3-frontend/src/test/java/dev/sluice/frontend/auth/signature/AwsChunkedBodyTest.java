package dev.sluice.frontend.auth.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors are those that AWS answers, unless a test says that they are ours. */
class AwsChunkedBodyTest {
  private static final String NAME = "x-amz-checksum-crc32";
  private static final String VALUE = "AAAAAA==";
  private static final String TRAILER = NAME + ":" + VALUE + "\r\n";

  private static BodyDecoder signed(long length) {
    return new AwsChunkedBody(length, false, Set.of(), ChunkSigner.SIGNING);
  }

  private static BodyDecoder signedWithTrailer(long length) {
    return new AwsChunkedBody(length, true, Set.of(NAME), ChunkSigner.SIGNING);
  }

  private static BodyDecoder unsigned(long length, String... announced) {
    return new AwsChunkedBody(length, true, Set.of(announced), null);
  }

  private static byte[] payload(int length) {
    byte[] payload = new byte[length];
    for (int i = 0; i < length; i++) {
      payload[i] = (byte) (i * 31 + (i >> 8));
    }
    return payload;
  }

  private static S3ErrorCode refusal(BodyDecoder decoder, byte[] wire) {
    return catchThrowableOfType(S3Exception.class, () -> Decoding.all(decoder, wire)).code();
  }

  @Property(tries = 150)
  void anySplitOfTheInput_givesTheSamePayload(
      @ForAll @IntRange(max = 40_000) int length,
      @ForAll @IntRange(min = 8192, max = 20_000) int chunkSize,
      @ForAll @IntRange(min = 1, max = 30_000) int inSize,
      @ForAll @IntRange(min = 1, max = 30_000) int outSize,
      @ForAll boolean direct) {
    byte[] payload = payload(length);
    byte[] plain = ChunkSigner.signed(payload, chunkSize);
    assertThat(Decoding.pieces(signed(length), plain, inSize, outSize, direct)).isEqualTo(payload);
    byte[] trailed = ChunkSigner.signed(payload, chunkSize, NAME, VALUE);
    BodyDecoder decoder = signedWithTrailer(length);
    assertThat(Decoding.pieces(decoder, trailed, inSize, outSize, direct)).isEqualTo(payload);
    assertThat(decoder.trailers()).isEqualTo(Map.of(NAME, VALUE));
    byte[] unsigned = ChunkSigner.unsigned(payload, chunkSize, TRAILER);
    BodyDecoder open = unsigned(length, NAME);
    assertThat(Decoding.pieces(open, unsigned, inSize, outSize, direct)).isEqualTo(payload);
    assertThat(open.trailers()).isEqualTo(Map.of(NAME, VALUE));
  }

  @Test
  void everyTamperedByte_isNoticed() {
    byte[] wire = ChunkSigner.signed(payload(8200), 8192, NAME, VALUE);
    for (int at = 0; at < wire.length; at++) {
      byte[] tampered = wire.clone();
      tampered[at] ^= 1;
      BodyDecoder decoder = signedWithTrailer(8200);
      int where = at;
      assertThatThrownBy(() -> Decoding.all(decoder, tampered))
          .as("byte %d", where)
          .isInstanceOf(S3Exception.class);
    }
  }

  @Test
  void everyTruncation_isIncomplete() {
    byte[] wire = ChunkSigner.signed(payload(20), 8192, NAME, VALUE);
    for (int length = 0; length < wire.length; length++) {
      byte[] truncated = Arrays.copyOf(wire, length);
      assertThat(refusal(signedWithTrailer(20), truncated)).isEqualTo(S3ErrorCode.INCOMPLETE_BODY);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8192, 8193})
  void lastByteOfAChunk_isNotGivenOutBeforeItsSignatureIsFoundGood(int length) {
    byte[] wire = ChunkSigner.signed(payload(length), 8192);
    wire[wire.length - "0;chunk-signature=".length() - 64 - 6 - 1] ^= 1; // the payload's last byte
    BodyDecoder decoder = signed(length);
    ByteBuffer out = ByteBuffer.allocate(length);
    S3Exception refusal =
        catchThrowableOfType(
            S3Exception.class,
            () -> {
              ByteBuffer in = ByteBuffer.allocate(1);
              for (byte next : wire) {
                decoder.decode(in.clear().put(next).flip(), out);
              }
            });
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH);
    assertThat(out.position()).isEqualTo(length - 1);
  }

  @Test
  void swappedChunks_areNoticed() {
    byte[] wire = ChunkSigner.signed(payload(3 * 8192), 8192);
    int chunk = (wire.length - 64 - "0;chunk-signature=".length() - 4) / 3;
    byte[] swapped = wire.clone();
    System.arraycopy(wire, 0, swapped, chunk, chunk);
    System.arraycopy(wire, chunk, swapped, 0, chunk);
    assertThat(refusal(signed(3 * 8192), swapped)).isEqualTo(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH);
  }

  @Test
  void missingLastChunkAndTrailer_areIncomplete() {
    byte[] wire = "5\r\nhello\r\n".getBytes(US_ASCII);
    assertThat(refusal(unsigned(5), wire)).isEqualTo(S3ErrorCode.INCOMPLETE_BODY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4 | 5~hello~0~~ | INCOMPLETE_BODY", // more than stated
        "6 | 5~hello~0~~ | INCOMPLETE_BODY", // less than stated
        "5 | 6~hello~0~~ | INCOMPLETE_BODY", // a chunk larger than what is stated in all
        "5 | 5~hello!~0~~ | INVALID_REQUEST", // a chunk smaller than its data
        "5 | 5~hello~0~~x | INVALID_REQUEST", // something after the end
        "5 | -5~hello~0~~ | INVALID_REQUEST",
        "5 | ~hello~0~~ | INVALID_REQUEST",
        "5 | 0x5~hello~0~~ | INVALID_REQUEST",
        "5 | 5 ~hello~0~~ | INVALID_REQUEST",
        "5 | fffffffffffffffff~hello~0~~ | INVALID_REQUEST",
        "5 | 5;foo=bar~hello~0~~ | INVALID_REQUEST",
        "5 | 5;chunk-signature=abc~hello~0~~ | INVALID_REQUEST",
        "9 | 5~hello~4~wide~0~~ | INVALID_CHUNK_SIZE",
        "5 | 5~hello~0~x-amz-checksum-crc32:AAAAAA==~~ | MALFORMED_TRAILER", // not announced
        "5 | 5~hello~0~no colon~~ | MALFORMED_TRAILER",
        "5 | 5~hello~0~:~~ | MALFORMED_TRAILER",
      })
  void lyingBody_isRefused(long length, String text, S3ErrorCode expected) {
    byte[] wire = text.strip().replace("~", "\r\n").getBytes(US_ASCII);
    assertThat(refusal(unsigned(length), wire)).isEqualTo(expected);
  }

  @Test
  void smallChunkThatIsNotTheLast_isNamed() {
    byte[] wire = "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n".getBytes(US_ASCII);
    S3Exception refusal =
        catchThrowableOfType(S3Exception.class, () -> Decoding.all(unsigned(5), wire));
    assertThat(refusal.elements()).containsEntry("Chunk", "2").containsEntry("BadChunkSize", "3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // announced and missing
        "x-amz-checksum-crc32:AAAAAA==\r\nx-amz-checksum-crc32:AAAAAA==\r\n",
        "x-amz-checksum-crc32:AAAAAA==\r\nx-amz-meta-a:b\r\n",
      })
  void wrongTrailer_isMalformed(String trailer) {
    byte[] wire = ChunkSigner.unsigned(payload(3), 8192, trailer);
    assertThat(refusal(unsigned(3, NAME), wire)).isEqualTo(S3ErrorCode.MALFORMED_TRAILER);
  }

  @Test
  void trailerWithoutItsSignature_isMalformed() {
    byte[] wire = new ChunkSigner().header(new byte[0]).text(TRAILER + "\r\n\r\n").bytes();
    assertThat(refusal(signedWithTrailer(0), wire)).isEqualTo(S3ErrorCode.MALFORMED_TRAILER);
  }

  @Test
  void trailerSignatureAfterABlankLine_isAccepted() {
    byte[] wire =
        new ChunkSigner()
            .header(new byte[0])
            .text(NAME + ":" + VALUE + "\n\r\n")
            .trailerSignature(NAME + ":" + VALUE + "\n")
            .bytes();
    BodyDecoder decoder = signedWithTrailer(0);
    assertThat(Decoding.all(decoder, wire)).isEmpty();
    assertThat(decoder.trailers()).isEqualTo(Map.of(NAME, VALUE));
  }

  @Test
  void chunkWithoutSignature_isRefusedWhereChunksAreSigned() {
    byte[] wire = "5\r\nhello\r\n0\r\n\r\n".getBytes(US_ASCII);
    assertThat(refusal(signed(5), wire)).isEqualTo(S3ErrorCode.INVALID_REQUEST);
  }

  @Test
  void signaturesThatNobodyCanCheck_areSkipped() {
    byte[] payload = payload(9000);
    byte[] wire = ChunkSigner.signed(payload, 8192, NAME, VALUE);
    BodyDecoder decoder = unsigned(9000, NAME);
    assertThat(Decoding.all(decoder, wire)).isEqualTo(payload);
    assertThat(decoder.trailers()).isEqualTo(Map.of(NAME, VALUE));
  }

  @Test
  void endlessLines_areRefusedEarly() {
    byte[] header = "1".repeat(AwsChunkedBody.MAXIMUM_HEADER_BYTES + 2).getBytes(US_ASCII);
    assertThat(refusal(unsigned(5), header)).isEqualTo(S3ErrorCode.INVALID_REQUEST);
    byte[] trailer =
        ("0\r\n" + "x".repeat(AwsChunkedBody.MAXIMUM_TRAILER_BYTES + 2)).getBytes(US_ASCII);
    assertThat(refusal(unsigned(0), trailer)).isEqualTo(S3ErrorCode.MALFORMED_TRAILER);
    byte[] blanks = new ChunkSigner().header(new byte[0]).text("\r\n\r\n\r\n").bytes();
    assertThat(refusal(signedWithTrailer(0), blanks)).isEqualTo(S3ErrorCode.MALFORMED_TRAILER);
  }

  @Property(tries = 500)
  void anyBytes_areRefusedOrDecoded(@ForAll byte[] wire, @ForAll @IntRange(max = 20) int length) {
    try {
      assertThat(Decoding.all(unsigned(length, NAME), wire)).hasSize(length);
    } catch (S3Exception e) {
      assertThat(e.code().status()).isIn(400, 403);
    }
  }
}
