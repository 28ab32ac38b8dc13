package dev.sluice.integration.trial.model;

import org.jspecify.annotations.Nullable;

/** Stretches of an object, as requests name them and as the model understands them. */
final class Stretches {
  private Stretches() {}

  /** The header; null where the stretch is none of bytes. */
  static @Nullable String range(Op.Stretch stretch, int size) {
    return switch (stretch) {
      case ALL, PART_1, PART_2 -> null;
      case FIRST_BYTE -> "bytes=0-0";
      case MIDDLE -> "bytes=" + size / 3 + "-" + size / 2;
      case LAST_BYTES -> "bytes=-7";
      case FROM_MIDDLE -> "bytes=" + size / 2 + "-";
      case BEYOND -> "bytes=" + size + "-";
      case REACHING_BEYOND -> "bytes=" + size / 2 + "-" + (size + 9);
      case MALFORMED -> "bytes=7-3";
      case SEVERAL -> "bytes=0-0,2-3";
    };
  }

  /** The part's number; 0 where the stretch is no part. */
  static int part(Op.Stretch stretch) {
    return switch (stretch) {
      case PART_1 -> 1;
      case PART_2 -> 2;
      default -> 0;
    };
  }

  /** First byte and the one after the last; null: all of it; empty: there is no such byte. */
  static int @Nullable [] span(Op.Stretch stretch, int size) {
    int[] span =
        switch (stretch) {
          case ALL, MALFORMED, SEVERAL, PART_1, PART_2 -> null;
          case FIRST_BYTE -> new int[] {0, Math.min(1, size)};
          case MIDDLE -> new int[] {size / 3, Math.min(size, size / 2 + 1)};
          case LAST_BYTES -> new int[] {Math.max(0, size - 7), size};
          case FROM_MIDDLE, REACHING_BEYOND -> new int[] {size / 2, size};
          case BEYOND -> new int[] {size, size};
        };
    return span != null && span[0] >= span[1] ? new int[0] : span;
  }

  /** The same of a copied part, which may not reach beyond its source. */
  static int @Nullable [] copied(Op.Stretch stretch, int size) {
    return stretch == Op.Stretch.REACHING_BEYOND ? new int[0] : span(stretch, size);
  }

  /** Those that a copied part may ask for. */
  static boolean canBeCopied(Op.Stretch stretch) {
    return switch (stretch) {
      case ALL, FIRST_BYTE, MIDDLE, REACHING_BEYOND -> true;
      default -> false;
    };
  }
}
