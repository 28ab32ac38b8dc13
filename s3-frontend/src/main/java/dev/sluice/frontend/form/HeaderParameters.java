package dev.sluice.frontend.form;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The value of a header with its parameters: {@code value; name=token; name="quoted"} (RFC 9110
 * section 5.6.6). Reads each character once, as any client may send them.
 *
 * @param value what stands before the parameters, in lower case
 * @param parameters by name in lower case. In a quoted one only {@code \"} is an escape: browsers
 *     write a backslash as it is (HTML, multipart/form-data)
 */
record HeaderParameters(String value, Map<String, String> parameters) {
  /** Fails with MalformedPOSTRequest for what is no such text, or has a parameter twice. */
  static HeaderParameters parse(CharSequence header) {
    return new Reader(header).read();
  }

  private static final class Reader {
    private final CharSequence text;
    private int at;

    Reader(CharSequence text) {
      this.text = text;
    }

    HeaderParameters read() {
      String value = until(';').strip().toLowerCase(Locale.ROOT);
      Map<String, String> parameters = new LinkedHashMap<>();
      while (at < text.length()) {
        at++; // the semicolon
        skipBlanks();
        if (at == text.length() || text.charAt(at) == ';') {
          continue; // nothing between two of them, or after the last one
        }
        String name = until('=').toLowerCase(Locale.ROOT);
        if (at == text.length() || !isName(name)) {
          throw malformed();
        }
        at++; // the equals sign
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        String content = quoted ? quoted() : token();
        skipBlanks();
        boolean ended = at >= text.length() || text.charAt(at) == ';';
        if (!ended || parameters.put(name, content) != null) {
          throw malformed();
        }
      }
      return new HeaderParameters(value, parameters);
    }

    private String quoted() {
      StringBuilder content = new StringBuilder();
      at++;
      while (at < text.length() && text.charAt(at) != '"') {
        if (text.charAt(at) == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
          at++;
        }
        content.append(text.charAt(at++));
      }
      if (at == text.length()) {
        throw malformed();
      }
      at++;
      return content.toString();
    }

    private String token() {
      int from = at;
      while (at < text.length() && ";\" \t".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.subSequence(from, at).toString();
    }

    private String until(char end) {
      int from = at;
      while (at < text.length() && text.charAt(at) != end) {
        at++;
      }
      return text.subSequence(from, at).toString();
    }

    private void skipBlanks() {
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
        at++;
      }
    }

    private static boolean isName(String name) {
      return !name.isEmpty()
          && name.chars().allMatch(c -> c > ' ' && c < 0x7f && "\";".indexOf(c) < 0);
    }

    private static S3Exception malformed() {
      return new S3Exception(S3ErrorCode.MALFORMED_POST_REQUEST);
    }
  }
}
