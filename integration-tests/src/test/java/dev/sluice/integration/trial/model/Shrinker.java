package dev.sluice.integration.trial.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing script short: takes out stretches, half of it first and single steps last, as
 * long as what is left still fails (delta debugging, Zeller and Hildebrandt 2002).
 */
final class Shrinker {
  private Shrinker() {}

  /** The shortest that was found with so many tries. */
  static <T> List<T> shrink(List<T> failing, Predicate<List<T>> fails, int tries) {
    List<T> best = List.copyOf(failing);
    int left = tries;
    int stretch = Math.max(1, best.size() / 2);
    while (true) {
      boolean shorter = false;
      for (int end = best.size(); end > 0 && left > 0; end -= stretch) {
        List<T> without = new ArrayList<>(best.subList(0, Math.max(0, end - stretch)));
        without.addAll(best.subList(end, best.size()));
        left--;
        if (fails.test(without)) {
          best = List.copyOf(without);
          shorter = true;
        }
      }
      if (left <= 0 || (stretch == 1 && !shorter)) {
        return best;
      }
      stretch = Math.max(1, stretch / 2);
    }
  }
}
