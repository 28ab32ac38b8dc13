package dev.sluice.cli.bench;

import java.util.Optional;

/**
 * A response that was read to its end.
 *
 * @param bytes of the body; of a {@code HEAD}, what its length would be
 * @param etag empty where there was none
 * @param body its text, where it was kept; else empty
 */
record Response(int status, long bytes, String etag, String body) {
  private static final int LONGEST_CODE = 64;
  private static final int LONGEST_MESSAGE = 200;

  /** The text of the first element of a name. */
  Optional<String> element(String name) {
    String start = "<" + name + ">";
    int from = body.indexOf(start);
    int end = from < 0 ? -1 : body.indexOf("</" + name + ">", from);
    return end < 0 ? Optional.empty() : Optional.of(body.substring(from + start.length(), end));
  }

  /** The failure that this response is; its code is S3's, or the status where it has none. */
  ExchangeFailure failure() {
    String code =
        element("Code")
            .filter(text -> text.length() <= LONGEST_CODE)
            .filter(text -> text.chars().allMatch(Response::isPlain))
            .orElse("HTTP " + status);
    String message = element("Message").map(text -> ": " + shown(text)).orElse("");
    return new ExchangeFailure(code, "status " + status + ", " + code + message);
  }

  private static String shown(String text) {
    StringBuilder plain = new StringBuilder();
    text.chars()
        .limit(LONGEST_MESSAGE)
        .forEach(c -> plain.append(Character.isISOControl(c) ? '?' : (char) c));
    return plain.toString();
  }

  private static boolean isPlain(int c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }
}
