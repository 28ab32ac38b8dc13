package dev.sluice.common.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text of a policy in which {@code *} may stand for any text, {@code ?} for one character, and
 * <code>${key}</code> for a value of the request. A value stands for itself: a {@code *} in it is
 * no wildcard. Nothing matches a text with a variable that the request has no value for.
 *
 * <p>A comparison steps back at most once for each character: bounded by the product of the lengths
 * of both texts, of which a policy's is limited.
 */
final class TextPattern {
  private static final int ANY_TEXT = -1;
  private static final int ANY_CHARACTER = -2;

  /** Code of the first variable; those of the others follow downwards. */
  private static final int FIRST_VARIABLE = -3;

  /** What a text's characters mean. */
  enum Syntax {
    /** Wildcards and variables. */
    FULL(true, true),
    /** Variables, and wildcards as plain characters. */
    VARIABLES(false, true),
    /** Wildcards, and no variables: policies of 2008. */
    WILDCARDS(true, false),
    /** Nothing but itself. */
    PLAIN(false, false);

    private final boolean wildcards;
    private final boolean variables;

    Syntax(boolean wildcards, boolean variables) {
      this.wildcards = wildcards;
      this.variables = variables;
    }

    static Syntax of(boolean wildcards, boolean variables) {
      if (variables) {
        return wildcards ? FULL : VARIABLES;
      }
      return wildcards ? WILDCARDS : PLAIN;
    }
  }

  /** Characters, or codes below zero. */
  private final int[] codes;

  private final List<Variable> variables;
  private final boolean ignoresCase;

  /** Beginning of every text that matches; most texts that do not match differ in it. */
  private final String beginning;

  private TextPattern(int[] codes, List<Variable> variables, boolean ignoresCase) {
    this.codes = codes;
    this.variables = variables;
    this.ignoresCase = ignoresCase;
    this.beginning = ignoresCase ? "" : beginning(codes);
  }

  private static String beginning(int[] codes) {
    int length = 0;
    while (length < codes.length && codes[length] >= 0) {
      length++;
    }
    return new String(codes, 0, length);
  }

  /** Pattern with wildcards alone. */
  static TextPattern wildcards(String text) {
    int[] codes = new int[text.length()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = wildcard(text.charAt(i));
    }
    return new TextPattern(codes, List.of(), false);
  }

  /**
   * Reads a text.
   *
   * @throws PolicyException for a variable that cannot be evaluated
   */
  static TextPattern parse(String text, Syntax syntax) throws PolicyException {
    int[] codes = new int[text.length()];
    int length = 0;
    List<Variable> variables = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '$' && syntax.variables && i + 1 < text.length() && text.charAt(i + 1) == '{') {
        int end = Variable.end(text, i);
        String inside = text.substring(i + 2, end - 1);
        if (inside.length() == 1 && "*?$".contains(inside)) {
          codes[length++] = inside.charAt(0);
        } else {
          codes[length++] = FIRST_VARIABLE - variables.size();
          variables.add(Variable.parse(inside));
        }
        i = end - 1;
      } else {
        codes[length++] = syntax.wildcards ? wildcard(c) : c;
      }
    }
    return new TextPattern(Arrays.copyOf(codes, length), List.copyOf(variables), false);
  }

  private static int wildcard(char c) {
    return switch (c) {
      case '*' -> ANY_TEXT;
      case '?' -> ANY_CHARACTER;
      default -> c;
    };
  }

  /** The same pattern, for which upper and lower case are the same. */
  TextPattern ignoringCase() {
    return new TextPattern(codes, variables, true);
  }

  /** Parts between the first colons, the last one with the others: the parts of an ARN. */
  List<TextPattern> parts(int most) {
    List<TextPattern> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < codes.length && parts.size() < most - 1; i++) {
      if (codes[i] == ':') {
        parts.add(slice(start, i));
        start = i + 1;
      }
    }
    parts.add(slice(start, codes.length));
    return parts;
  }

  private TextPattern slice(int from, int to) {
    return new TextPattern(Arrays.copyOfRange(codes, from, to), variables, ignoresCase);
  }

  /** Whether it is a text that is the same for every request. */
  boolean isFixed() {
    return Arrays.stream(codes).allMatch(code -> code >= 0);
  }

  /** Whether it depends on a key that is not known where a question is asked. */
  boolean isUnknown(PolicyQuestion question) {
    for (int i = 0; i < variables.size(); i++) {
      if (!variables.get(i).key().known(question)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a text matches, for a pattern without variables. */
  boolean matches(String text) {
    return text.startsWith(beginning) && matchesRest(codes, text);
  }

  /** Whether a text matches in a request. */
  boolean matches(String text, PolicyQuestion question) {
    if (variables.isEmpty()) {
      return matches(text);
    }
    if (!text.startsWith(beginning)) {
      return false;
    }
    int[] expanded = expand(question);
    return expanded != null && matchesRest(expanded, text);
  }

  private int @Nullable [] expand(PolicyQuestion question) {
    int[] expanded = new int[codes.length];
    int length = 0;
    for (int code : codes) {
      if (code > FIRST_VARIABLE) {
        expanded = withRoom(expanded, length, 1);
        expanded[length++] = code;
        continue;
      }
      String value = variables.get(FIRST_VARIABLE - code).value(question);
      if (value == null) {
        return null;
      }
      expanded = withRoom(expanded, length, value.length());
      for (int i = 0; i < value.length(); i++) {
        expanded[length++] = value.charAt(i);
      }
    }
    return Arrays.copyOf(expanded, length);
  }

  private static int[] withRoom(int[] codes, int length, int more) {
    return length + more <= codes.length
        ? codes
        : Arrays.copyOf(codes, Math.max(length + more, 2 * codes.length));
  }

  /** Whether a text matches behind the beginning, which it has. */
  private boolean matchesRest(int[] codes, String text) {
    int p = beginning.length();
    int t = beginning.length();
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < codes.length && codes[p] == ANY_TEXT) {
        star = p++;
        resume = t;
        if (p == codes.length) {
          return true;
        }
      } else if (p < codes.length && matches(codes[p], text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < codes.length && codes[p] == ANY_TEXT) {
      p++;
    }
    return p == codes.length;
  }

  private boolean matches(int code, char c) {
    return code == c
        || code == ANY_CHARACTER
        || (ignoresCase && code >= 0 && fold(code) == fold(c));
  }

  private static int fold(int c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  /** Whether some text of this beginning may match, whatever the values of variables. */
  boolean mayBegin(String beginning) {
    boolean[] reached = reached(beginning);
    for (boolean state : reached) {
      if (state) {
        return true;
      }
    }
    return false;
  }

  /** Whether a text may match, whatever the values of variables. */
  boolean mayBe(String text) {
    return reached(text)[codes.length];
  }

  /** Positions in the pattern that are possible after a text. */
  private boolean[] reached(String text) {
    boolean[] reached = new boolean[codes.length + 1];
    reached[0] = true;
    skipAnyText(reached);
    for (int t = 0; t < text.length(); t++) {
      boolean[] next = new boolean[codes.length + 1];
      for (int p = 0; p < codes.length; p++) {
        if (reached[p] && isAnyText(codes[p])) {
          next[p] = true;
        } else if (reached[p] && matches(codes[p], text.charAt(t))) {
          next[p + 1] = true;
        }
      }
      skipAnyText(next);
      reached = next;
    }
    return reached;
  }

  private void skipAnyText(boolean[] reached) {
    for (int p = 0; p < codes.length; p++) {
      reached[p + 1] |= reached[p] && isAnyText(codes[p]);
    }
  }

  private static boolean isAnyText(int code) {
    return code == ANY_TEXT || code <= FIRST_VARIABLE;
  }
}
