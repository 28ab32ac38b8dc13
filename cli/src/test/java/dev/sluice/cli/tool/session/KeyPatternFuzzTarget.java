package dev.sluice.cli.tool.session;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.fuzzing.FuzzTarget;

/**
 * {@link KeyPattern} matches the keys that a second matcher, which tries everything, matches, and
 * reports rightly what they begin with and whether they lie on one level. The input is a pattern, a
 * line break and a key.
 */
final class KeyPatternFuzzTarget implements FuzzTarget {
  /** The second matcher's steps multiply with wildcards. */
  private static final int LONGEST = 60;

  @Override
  public void attack(byte[] input) {
    String text = FuzzTarget.text(input);
    int end = text.indexOf('\n');
    if (end < 0 || text.length() > LONGEST) {
      return;
    }
    String pattern = text.substring(0, end);
    String key = text.substring(end + 1);
    KeyPattern parsed;
    try {
      parsed = KeyPattern.parse(pattern);
    } catch (ToolFailure e) {
      require(e.exitCode() == ExitCode.USAGE && pattern.contains("["), "no set", pattern);
      return;
    }
    boolean matches = parsed.matches(key);
    require(
        matches == matches(pattern.codePoints().toArray(), 0, key.codePoints().toArray(), 0),
        "as the second matcher",
        pattern,
        key,
        matches);
    require(!matches || key.startsWith(parsed.prefix()), "its prefix", pattern, key);
    require(
        !matches || !parsed.isOneLevel() || key.indexOf('/', parsed.prefix().length()) < 0,
        "one level",
        pattern,
        key);
  }

  private static boolean matches(int[] pattern, int p, int[] key, int k) {
    if (p == pattern.length) {
      return k == key.length;
    }
    if (pattern[p] == '*') {
      boolean twice = p + 1 < pattern.length && pattern[p + 1] == '*';
      int rest = twice ? p + 2 : p + 1;
      for (int end = k; end <= key.length; end++) {
        if (matches(pattern, rest, key, end)) {
          return true;
        }
        if (end < key.length && key[end] == '/' && !twice) {
          return false;
        }
      }
      return false;
    }
    int close = pattern[p] == '[' ? close(pattern, p) : -1;
    if (k == key.length) {
      return false;
    }
    if (close > 0) {
      boolean not = pattern[p + 1] == '!';
      boolean in = isIn(pattern, not ? p + 2 : p + 1, close, key[k]);
      return key[k] != '/' && in != not && matches(pattern, close + 1, key, k + 1);
    }
    boolean one = pattern[p] == '?' ? key[k] != '/' : key[k] == pattern[p];
    return one && matches(pattern, p + 1, key, k + 1);
  }

  /** The bracket that closes a set of at least one character; -1 if none does. */
  private static int close(int[] pattern, int open) {
    int first = open + 1 < pattern.length && pattern[open + 1] == '!' ? open + 2 : open + 1;
    for (int i = first + 1; i < pattern.length; i++) {
      if (pattern[i] == ']') {
        return i;
      }
    }
    return -1;
  }

  private static boolean isIn(int[] pattern, int first, int end, int character) {
    for (int i = first; i < end; i++) {
      if (i + 2 < end && pattern[i + 1] == '-') {
        if (pattern[i] <= character && character <= pattern[i + 2]) {
          return true;
        }
        i += 2;
      } else if (pattern[i] == character) {
        return true;
      }
    }
    return false;
  }
}
