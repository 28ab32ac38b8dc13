package dev.sluice.common.config;

import java.util.regex.Pattern;

/**
 * Permission bits of the files or directories that are created.
 *
 * @param bits 0..0777
 */
public record FileMode(int bits) {

  private static final Pattern FORM = Pattern.compile("0?[0-7]{3}");

  /**
   * Reads three octal digits, with or without a leading zero: {@code 0644} and {@code 644} are the
   * same.
   *
   * @throws IllegalArgumentException says what was expected
   */
  public static FileMode parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("an octal file mode, such as 0644");
    }
    return new FileMode(Integer.parseInt(text, 8));
  }

  /** Whether all of these bits are set. */
  public boolean allows(int wanted) {
    return (bits & wanted) == wanted;
  }

  @Override
  public String toString() {
    return String.format("%04o", bits);
  }
}
