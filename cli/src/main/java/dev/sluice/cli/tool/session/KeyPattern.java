package dev.sluice.cli.tool.session;

import dev.sluice.cli.tool.terminal.ToolFailure;
import java.util.regex.Pattern;

/**
 * A pattern of keys as shells write one: {@code *} is any text without a slash, {@code **} any text
 * at all, {@code ?} one character other than a slash, {@code [a-z]} or {@code [!a-z]} one of a set
 * other than a slash.
 *
 * @param prefix the text before the first wildcard, which every key that matches begins with
 * @param isOneLevel whether no key that matches has a slash after the prefix
 */
public record KeyPattern(String prefix, boolean isOneLevel, Pattern regex) {
  private static final String WILDCARDS = "*?[";

  /** Whether a text holds a wildcard. */
  public static boolean isPattern(String text) {
    return text.chars().anyMatch(c -> WILDCARDS.indexOf(c) >= 0);
  }

  /**
   * Reads a pattern. A bracket that nothing closes stands for itself.
   *
   * @throws ToolFailure for a set that is no set, such as {@code [z-a]}
   */
  public static KeyPattern parse(String text) {
    int first = 0;
    while (first < text.length() && WILDCARDS.indexOf(text.charAt(first)) < 0) {
      first++;
    }
    String rest = text.substring(first);
    StringBuilder regex = new StringBuilder(Pattern.quote(text.substring(0, first)));
    for (int i = first; i < text.length(); i++) {
      i = append(regex, text, i);
    }
    try {
      return new KeyPattern(
          text.substring(0, first),
          rest.indexOf('/') < 0 && !rest.contains("**"),
          Pattern.compile(regex.toString(), Pattern.DOTALL));
    } catch (java.util.regex.PatternSyntaxException e) {
      throw ToolFailure.usage("pattern: '" + text + "' (expected: * ** ? [a-z] [!a-z])");
    }
  }

  /** Whether a key matches, all of it. */
  public boolean matches(String key) {
    return regex.matcher(key).matches();
  }

  /** Appends what begins at an index; the index of its last character. */
  private static int append(StringBuilder regex, String text, int at) {
    char c = text.charAt(at);
    switch (c) {
      case '*' -> {
        boolean twice = text.startsWith("**", at);
        regex.append(twice ? ".*" : "[^/]*");
        return twice ? at + 1 : at;
      }
      case '?' -> regex.append("[^/]");
      case '[' -> {
        boolean not = text.startsWith("!", at + 1);
        int first = not ? at + 2 : at + 1;
        int end = text.indexOf(']', first + 1);
        if (end < 0) {
          regex.append("\\[");
          return at;
        }
        regex.append(not ? "(?!/)[^" : "(?!/)[").append(quoted(text.substring(first, end)));
        regex.append(']');
        return end;
      }
      default -> regex.append(Pattern.quote(String.valueOf(c)));
    }
    return at;
  }

  /** A set's characters without the meaning that Java gives some of them. */
  private static String quoted(String set) {
    return set.replaceAll("[\\\\\\[\\]^&]", "\\\\$0");
  }
}
