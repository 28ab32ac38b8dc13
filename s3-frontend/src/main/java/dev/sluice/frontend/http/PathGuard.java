package dev.sluice.frontend.http;

import java.util.HexFormat;
import java.util.List;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Carries a path past Jetty, which refuses what is a legal address of S3: {@code %00}, {@code ..}
 * that lead above the root, a bare {@code %} (which gets an S3 error from us). On the way in
 * everything but letters, digits, {@code /}, {@code -}, {@code _} and what is beyond ASCII becomes
 * {@code ~XX}; the handler takes it back. Jetty sees a path in which nothing can be wrong.
 */
final class PathGuard {
  private static final HexFormat HEX = HexFormat.of();
  private static final List<String> SCHEMES = List.of("http://", "https://");

  private PathGuard() {}

  /**
   * A request's target with its path made harmless: a path with or without a query, an absolute
   * address of {@code http} or {@code https}, or an asterisk (RFC 9112 section 3.2; nothing here is
   * a proxy that an authority would be a target for).
   *
   * @throws HttpException.RuntimeException for any other form
   */
  static String tame(String target) {
    if (target.equals("*")) {
      return target;
    }
    int start = pathOf(target);
    int query = target.indexOf('?', start);
    int end = query < 0 ? target.length() : query;
    if (target.indexOf('#', end) >= 0) {
      throw new HttpException.RuntimeException(
          HttpStatus.BAD_REQUEST_400, "request target: a query with a fragment");
    }
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

  /** The index of the path: 0, or behind the authority of an absolute address. */
  private static int pathOf(String target) {
    if (target.startsWith("/")) {
      return 0;
    }
    int authority = authorityOf(target);
    int path = Math.max(authority, 0);
    while (path < target.length() && "/?#".indexOf(target.charAt(path)) < 0) {
      path++;
    }
    if (authority < 0 || path == authority) {
      throw new HttpException.RuntimeException(
          HttpStatus.BAD_REQUEST_400,
          "request target: no path, no http address with an authority, no asterisk");
    }
    return path;
  }

  /** The index of the authority of an absolute address; -1 where it is none. */
  private static int authorityOf(String target) {
    for (String scheme : SCHEMES) {
      if (target.regionMatches(true, 0, scheme, 0, scheme.length())) {
        return scheme.length();
      }
    }
    return -1;
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
