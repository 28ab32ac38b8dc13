package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  /** The form is the same in every frontend, of whatever version it may be. */
  @Test
  void token_isOfTheDocumentedForm() {
    assertThat(Tokens.encode("a")).isEqualTo("AcHQQzBh");
    assertThat(Tokens.decode("AcHQQzBh")).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "photos/2026/\u00fc", "a\u0000b", "\ud83d\ude00"})
  void name_isReadBack(String name) {
    assertThat(Tokens.decode(Tokens.encode(name))).isEqualTo(name);
  }

  /** As AWS does with tokens that are not its own. */
  @Test
  void tokenThatNoFrontendIssued_isInvalidArgument() {
    String issued = Tokens.encode("photos/a");
    byte[] bytes = Base64.getUrlDecoder().decode(issued);
    byte[] otherVersion = bytes.clone();
    otherVersion[0]++;
    byte[] otherName = bytes.clone();
    otherName[bytes.length - 1]++;
    byte[] noText = bytes.clone();
    noText[bytes.length - 1] = (byte) 0xff;
    for (String token :
        new String[] {
          "photos/a",
          "!",
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString("photos/a".getBytes(StandardCharsets.UTF_8)),
          issued + "=",
          issued + "AAAA",
          issued.substring(4),
          encoded(otherVersion),
          encoded(otherName),
          encoded(noText),
          "AQ"
        }) {
      S3Exception refusal = catchThrowableOfType(S3Exception.class, () -> Tokens.decode(token));
      assertThat(refusal).as(token).isNotNull();
      assertThat(refusal.code()).isEqualTo(S3ErrorCode.INVALID_ARGUMENT);
      assertThat(refusal.elements()).containsEntry("ArgumentName", "continuation-token");
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
