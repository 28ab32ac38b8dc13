package dev.sluice.frontend.auth.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PlainBodyTest {
  private static final byte[] HELLO = "hello".getBytes(US_ASCII);

  @Property(tries = 200)
  void payload_isWhatWasSent(
      @ForAll @Size(max = 200) byte[] bytes,
      @ForAll @IntRange(min = 1, max = 50) int inSize,
      @ForAll @IntRange(min = 1, max = 50) int outSize,
      @ForAll boolean direct) {
    String hash = Hashes.HEX.formatHex(Hashes.sha256().digest(bytes));
    PlainBody body = new PlainBody(hash);
    assertThat(Decoding.pieces(body, bytes, inSize, outSize, direct)).isEqualTo(bytes);
    assertThat(body.trailers()).isEmpty();
  }

  @Test
  void otherDigest_isAMismatchThatNamesBoth() {
    String stated = Hashes.sha256Hex("world");
    S3Exception refusal =
        catchThrowableOfType(S3Exception.class, () -> Decoding.all(new PlainBody(stated), HELLO));
    assertThat(refusal.code()).isEqualTo(S3ErrorCode.X_AMZ_CONTENT_SHA256_MISMATCH);
    assertThat(refusal.elements())
        .containsEntry("ClientComputedContentSHA256", stated)
        .containsEntry("S3ComputedContentSHA256", Hashes.sha256Hex("hello"));
  }

  @Test
  void nothingStated_isNothingVerified() {
    assertThat(Decoding.all(new PlainBody(null), HELLO)).isEqualTo(HELLO);
  }
}
