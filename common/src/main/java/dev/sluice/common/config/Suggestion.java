package dev.sluice.common.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name closest to a mistyped one. */
public final class Suggestion {

  private Suggestion() {}

  /** The nearest of the names, if it is near enough: a third of its letters may be wrong. */
  public static Optional<String> of(String given, Collection<String> names) {
    String plain = given.toLowerCase(Locale.ROOT).replace('_', '-');
    return names.stream()
        .min(Comparator.comparingInt(name -> distance(plain, name)))
        .filter(name -> distance(plain, name) <= Math.max(1, name.length() / 3));
  }

  /**
   * Letters to insert, remove, replace, or exchange with their neighbour (optimal string
   * alignment).
   */
  static int distance(String left, String right) {
    int[] beforeLast = new int[right.length() + 1];
    int[] last = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int[] row = new int[right.length() + 1];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int replaced = last[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1 && j > 1 && exchanged(left, i, right, j)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[right.length()];
  }

  private static boolean exchanged(String left, int i, String right, int j) {
    return left.charAt(i - 1) == right.charAt(j - 2) && left.charAt(i - 2) == right.charAt(j - 1);
  }
}
