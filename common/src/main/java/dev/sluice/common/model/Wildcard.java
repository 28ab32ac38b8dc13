package dev.sluice.common.model;

/**
 * A text in which {@code *} stands for any text, also for none. Nothing else is special.
 *
 * @param pattern the text
 */
public record Wildcard(String pattern) {
  /**
   * Steps at most once back for each character of the text: bounded by the product of both lengths.
   */
  public boolean matches(String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** Whether whatever follows a matching text matches as well. */
  public boolean isOpenEnded() {
    return pattern.endsWith("*");
  }
}
