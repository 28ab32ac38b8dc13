package dev.sluice.cli.tool.terminal;

import java.util.Locale;

/** Numbers of bytes, for people. */
public final class Sizes {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final int STEP = 1024;

  private Sizes() {}

  /** Three digits and a unit of 1024: {@code 999 B}, {@code 1.46 KiB}, {@code 20.0 MiB}. */
  public static String human(long bytes) {
    double value = bytes;
    int unit = 0;
    // 1023.5 would be rounded to 1024 below.
    while (value >= STEP - 0.5 && unit < UNITS.length - 1) {
      value /= STEP;
      unit++;
    }
    String form = unit == 0 || value >= 99.95 ? "%.0f %s" : value >= 9.995 ? "%.1f %s" : "%.2f %s";
    return String.format(Locale.ROOT, form, value, UNITS[unit]);
  }

  /** For people, or exactly. */
  public static String of(long bytes, boolean human) {
    return human ? human(bytes) : Long.toString(bytes);
  }
}
