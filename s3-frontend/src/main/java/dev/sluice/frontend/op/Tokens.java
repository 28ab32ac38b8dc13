package dev.sluice.frontend.op;

import dev.sluice.frontend.s3.S3Exception;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Continuation tokens: opaque to clients, a name in URL-safe Base64 to us, so that any frontend
 * reads them.
 */
final class Tokens {
  private Tokens() {}

  static String encode(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw S3Exception.invalidArgument(
          "The continuation token provided is incorrect", "continuation-token", token);
    }
  }
}
