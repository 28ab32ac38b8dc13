package dev.sluice.integration.trial.core;

import java.util.List;
import java.util.SplittableRandom;

/** Random choices that a seed repeats. For one thread. */
public final class Dice {
  private final SplittableRandom random;

  /** Dice of a seed. */
  public Dice(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The seed of a run: what the property says, or the time, so that no two runs are alike. */
  public static long seed() {
    Long stated = Long.getLong("sluice.trial.seed");
    return stated == null ? System.currentTimeMillis() : stated;
  }

  /** 0 and more, below the bound. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** Once in so many times. */
  public boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** One of these. */
  public <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** One of these. */
  @SafeVarargs
  public final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Any number. */
  public long any() {
    return random.nextLong();
  }

  /** A seed for other dice. */
  public Dice split() {
    return new Dice(random.nextLong());
  }

  /** The length of a body: often none or a few bytes, seldom a few hundred KiB. */
  public int length() {
    return switch (below(8)) {
      case 0 -> 0;
      case 1, 2, 3 -> 1 + below(64);
      case 4, 5 -> below(8 << 10);
      case 6 -> below(70 << 10);
      default -> below(300 << 10);
    };
  }
}
