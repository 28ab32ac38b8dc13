package dev.sluice.common.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes.
 *
 * @param bytes 0 or more
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

  private static final String EXPECTED =
      "a number of bytes, such as 1048576, 64KiB, 5GiB (1024 each) or 100MB (1000 each)";

  private static final Pattern FORM = Pattern.compile("([0-9]{1,19}) ?([A-Za-z]*+)");

  /**
   * Largest first: the order in which {@link #toString} tries them; only binary units are written.
   */
  private static final Map<String, Long> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("TiB", 1L << 40);
    UNITS.put("GiB", 1L << 30);
    UNITS.put("MiB", 1L << 20);
    UNITS.put("KiB", 1L << 10);
    UNITS.put("TB", 1_000_000_000_000L);
    UNITS.put("GB", 1_000_000_000L);
    UNITS.put("MB", 1_000_000L);
    UNITS.put("kB", 1_000L);
    UNITS.put("B", 1L);
    UNITS.put("", 1L);
  }

  /**
   * Reads a whole number and a unit: B, KiB, MiB, GiB, TiB, kB, MB, GB, TB, or none for bytes.
   *
   * @throws IllegalArgumentException says what was expected
   */
  public static ByteSize parse(String text) {
    Matcher form = FORM.matcher(text);
    Long unit = form.matches() ? UNITS.get(form.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException(EXPECTED);
    }
    try {
      return new ByteSize(Math.multiplyExact(Long.parseLong(form.group(1)), unit));
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(EXPECTED + ", below 8 EiB", e);
    }
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  @Override
  public String toString() {
    return UNITS.entrySet().stream()
        .filter(unit -> unit.getKey().endsWith("iB") && bytes > 0 && bytes % unit.getValue() == 0)
        .findFirst()
        .map(unit -> bytes / unit.getValue() + unit.getKey())
        .orElse(bytes + "B");
  }
}
