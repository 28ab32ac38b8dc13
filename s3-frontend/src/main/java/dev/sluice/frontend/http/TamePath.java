package dev.sluice.frontend.http;

import java.util.HexFormat;

/**
 * Carries a path past Jetty, which refuses what is a legal address of S3: {@code %00}, {@code ..}
 * that lead above the root, a bare {@code %} (which gets an S3 error from us). On the way in
 * everything but letters, digits, {@code /}, {@code -}, {@code _} and what is beyond ASCII becomes
 * {@code ~XX}; the handler takes it back. Jetty sees a path in which nothing can be wrong.
 */
final class TamePath {
  private static final HexFormat HEX = HexFormat.of();

  private TamePath() {}

  /** A request's target with its path made harmless. */
  static String tame(String target) {
    int start = pathOf(target);
    if (start < 0) {
      return target;
    }
    int query = target.indexOf('?', start);
    int end = query < 0 ? target.length() : query;
    StringBuilder tamed = new StringBuilder(target.length() + 16).append(target, 0, start);
    for (int i = start; i < end; i++) {
      char character = target.charAt(i);
      if (isTame(character)) {
        tamed.append(character);
      } else {
        HEX.toHexDigits(tamed.append('~'), (byte) character);
      }
    }
    return tamed.append(target, end, target.length()).toString();
  }

  /** The path that was sent, of one that Jetty hands over. */
  static String restore(String tamed) {
    if (tamed.indexOf('~') < 0) {
      return tamed;
    }
    StringBuilder path = new StringBuilder(tamed.length());
    for (int i = 0; i < tamed.length(); i++) {
      char character = tamed.charAt(i);
      if (character == '~') {
        path.append((char) HexFormat.fromHexDigits(tamed, i + 1, i + 3));
        i += 2;
      } else {
        path.append(character);
      }
    }
    return path.toString();
  }

  /** Where the path begins: at once, or behind the authority of an absolute address; else -1. */
  private static int pathOf(String target) {
    if (target.startsWith("/")) {
      return 0;
    }
    int authority = target.indexOf("://");
    return authority < 0 ? -1 : target.indexOf('/', authority + 3);
  }

  private static boolean isTame(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || character == '/'
        || character == '-'
        || character == '_'
        || character >= 0x80;
  }
}
