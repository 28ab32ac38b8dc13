package dev.sluice.common.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reader of JSON texts (RFC 8259), strict where a policy could otherwise be read in two ways: a
 * name that occurs twice in an object is refused. Each character is read once.
 */
final class JsonReader {
  /** Most values within each other; a policy needs seven. */
  static final int DEEPEST = 16;

  private static final String SPACE = " \t\r\n";

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /** Value of a whole text. */
  static JsonValue parse(String text) throws PolicyException {
    JsonReader reader = new JsonReader(text);
    JsonValue value = reader.value(1);
    reader.skipSpace();
    if (!reader.atEnd()) {
      throw reader.unexpected("the end of the text");
    }
    return value;
  }

  /** Text as a JSON string, with its quotes. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        quoted.append("\\u00").append(c < 0x10 ? '0' : '1').append(Character.forDigit(c & 15, 16));
      } else if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private JsonValue value(int depth) throws PolicyException {
    if (depth > DEEPEST) {
      throw invalid("more than " + DEEPEST + " values within each other");
    }
    skipSpace();
    return switch (peek()) {
      case '{' -> members(depth);
      case '[' -> items(depth);
      case '"' -> new JsonValue.Text(string());
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number();
    };
  }

  private JsonValue members(int depth) throws PolicyException {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    at++;
    skipSpace();
    if (take('}')) {
      return new JsonValue.Members(members);
    }
    do {
      skipSpace();
      if (peek() != '"') {
        throw unexpected("a name");
      }
      String name = string();
      skipSpace();
      if (!take(':')) {
        throw unexpected("':'");
      }
      if (members.put(name, value(depth + 1)) != null) {
        throw invalid(quoted(name) + " occurs twice in one object");
      }
      skipSpace();
    } while (take(','));
    if (!take('}')) {
      throw unexpected("',' or '}'");
    }
    return new JsonValue.Members(members);
  }

  private JsonValue items(int depth) throws PolicyException {
    List<JsonValue> items = new ArrayList<>();
    at++;
    skipSpace();
    if (take(']')) {
      return new JsonValue.Items(items);
    }
    do {
      items.add(value(depth + 1));
      skipSpace();
    } while (take(','));
    if (!take(']')) {
      throw unexpected("',' or ']'");
    }
    return new JsonValue.Items(items);
  }

  private String string() throws PolicyException {
    StringBuilder string = new StringBuilder();
    at++;
    while (true) {
      char c = peek();
      if (c == '"') {
        at++;
        return checked(string.toString());
      }
      if (c < ' ') {
        throw unexpected("'\"', or a character from U+0020 on");
      }
      at++;
      string.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() throws PolicyException {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> codeUnit();
      default -> {
        at--;
        throw unexpected("an escape of JSON");
      }
    };
  }

  private char codeUnit() throws PolicyException {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      char c = peek();
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw unexpected("four hexadecimal digits");
      }
      unit = unit * 16 + digit;
      at++;
    }
    return (char) unit;
  }

  /** Half of a surrogate pair is no character, and could not be sent on. */
  private String checked(String string) throws PolicyException {
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < string.length()
                && Character.isLowSurrogate(string.charAt(i + 1));
        if (!pair) {
          throw invalid("half of a surrogate pair in a string");
        }
        i++;
      }
    }
    return string;
  }

  private JsonValue literal(String word) throws PolicyException {
    if (!text.startsWith(word, at)) {
      throw unexpected("a value");
    }
    at += word.length();
    return new JsonValue.Literal(word);
  }

  private JsonValue number() throws PolicyException {
    int start = at;
    take('-');
    if (!take('0')) {
      digits();
    }
    if (take('.')) {
      digits();
    }
    if (take('e') || take('E')) {
      if (!take('+')) {
        take('-');
      }
      digits();
    }
    return new JsonValue.Literal(text.substring(start, at));
  }

  private void digits() throws PolicyException {
    int start = at;
    while (!atEnd() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw unexpected("a value");
    }
  }

  private void skipSpace() {
    while (at < text.length() && SPACE.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean take(char expected) {
    boolean taken = at < text.length() && text.charAt(at) == expected;
    if (taken) {
      at++;
    }
    return taken;
  }

  /** Next character; U+0000, which no text of JSON has outside of escapes, at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean atEnd() {
    return at == text.length();
  }

  private PolicyException unexpected(String expected) {
    String found = atEnd() ? "the end" : "'" + text.charAt(at) + "'";
    return invalid(found + " at character " + (at + 1) + " (expected: " + expected + ")");
  }

  private static PolicyException invalid(String reason) {
    return new PolicyException("This policy contains invalid Json: " + reason);
  }
}
