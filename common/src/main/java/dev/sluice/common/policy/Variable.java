package dev.sluice.common.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Variable of a policy: <code>${key}</code>, or <code>${key, 'default'}</code> ("IAM policy
 * elements: Variables and tags", IAM User Guide).
 *
 * @param key whose value takes its place
 * @param otherwise value where the request does not have the key; null: none
 */
record Variable(KeyName key, @Nullable String otherwise) {
  /** Position after the variable that begins at a position of a text. */
  static int end(String text, int start) throws PolicyException {
    boolean quoted = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      } else if (c == '}' && !quoted) {
        return i + 1;
      }
    }
    throw new PolicyException("Policy has an invalid variable: " + text.substring(start));
  }

  /** Reads what stands between the braces. */
  static Variable parse(String inside) throws PolicyException {
    int comma = inside.indexOf(',');
    String name = (comma < 0 ? inside : inside.substring(0, comma)).strip();
    KeyName key = KeyName.find(name);
    if (key == null || key.key().isMultivalued()) {
      throw invalid(inside);
    }
    if (comma < 0) {
      return new Variable(key, null);
    }
    String otherwise = inside.substring(comma + 1).strip();
    int last = otherwise.length() - 1;
    if (last < 1 || otherwise.charAt(0) != '\'' || otherwise.indexOf('\'', 1) != last) {
      throw invalid(inside);
    }
    return new Variable(key, otherwise.substring(1, last));
  }

  /** Value in a request; null: none. */
  @Nullable String value(PolicyQuestion question) {
    List<String> values = key.values(question);
    return values.isEmpty() ? otherwise : values.getFirst();
  }

  private static PolicyException invalid(String inside) {
    return new PolicyException("Policy has an invalid variable: ${" + inside + "}");
  }
}
