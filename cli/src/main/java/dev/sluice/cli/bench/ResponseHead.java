package dev.sluice.cli.bench;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The status line and those headers of a response that matter to its client.
 *
 * @param length of the body, by {@code Content-Length}; negative where there was none
 * @param lasts whether the connection is good for another request
 */
record ResponseHead(
    int status, long length, boolean chunked, boolean lasts, @Nullable String etag) {
  private static final String FIRST = "HTTP/1.";
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final int STATUS_DIGITS = 3;
  private static final int LENGTH_DIGITS = 18;
  private static final int MOST_SHOWN = 40;

  /** Reads the lines of a head, each with its line end, without the empty one that follows. */
  static ResponseHead parse(String head) throws ExchangeFailure {
    int end = lineEnd(head, 0);
    if (!head.startsWith(FIRST) || end < STATUS_AT + STATUS_DIGITS) {
      throw noHttp(head);
    }
    int status = (int) digits(head, STATUS_AT, STATUS_AT + STATUS_DIGITS);
    if (status < 100) {
      throw noHttp(head);
    }
    boolean lasts = head.charAt(FIRST.length()) == '1';
    boolean chunked = false;
    long length = -1;
    String etag = null;
    for (int line = end + 2; line < head.length(); line = end + 2) {
      end = lineEnd(head, line);
      if (isNamed(head, line, "content-length:")) {
        int from = value(head, line + 15, end);
        length = digits(head, from, trimmed(head, from, end));
        if (length < 0) {
          throw noHttp(head.substring(line, end));
        }
      } else if (isNamed(head, line, "etag:")) {
        int from = value(head, line + 5, end);
        etag = head.substring(from, trimmed(head, from, end));
      } else if (isNamed(head, line, "transfer-encoding:")) {
        chunked = head.substring(line, end).toLowerCase(Locale.ROOT).endsWith("chunked");
      } else if (isNamed(head, line, "connection:")) {
        String connection = head.substring(line, end).toLowerCase(Locale.ROOT);
        lasts = lasts ? !connection.endsWith("close") : connection.endsWith("keep-alive");
      }
    }
    return new ResponseHead(status, length, chunked, lasts, etag);
  }

  private static boolean isNamed(String head, int line, String name) {
    return head.regionMatches(true, line, name, 0, name.length());
  }

  private static int lineEnd(String head, int from) {
    int end = head.indexOf("\r\n", from);
    return end < 0 ? head.length() : end;
  }

  /** Start of a value, after its blanks. */
  private static int value(String head, int from, int end) {
    int at = from;
    while (at < end && head.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  /** End of a value, before its blanks. */
  private static int trimmed(String head, int from, int end) {
    int at = end;
    while (at > from && head.charAt(at - 1) == ' ') {
      at--;
    }
    return at;
  }

  /** A number of digits alone; -1 where it is none. */
  private static long digits(String text, int from, int to) {
    if (to <= from || to - from > LENGTH_DIGITS) {
      return -1;
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = 10 * number + (c - '0');
    }
    return number;
  }

  static ExchangeFailure noHttp(String seen) {
    return new ExchangeFailure("no HTTP", "the answer is no HTTP/1.1: '" + shown(seen) + "'");
  }

  /** The beginning of what a server sent, for a message. */
  static String shown(String seen) {
    StringBuilder shown = new StringBuilder();
    seen.chars().limit(MOST_SHOWN).forEach(c -> shown.append(c >= ' ' && c < 127 ? (char) c : '?'));
    return shown.toString();
  }
}
