package dev.sluice.common.config;

import java.util.regex.Pattern;

/**
 * Permission bits of the files or directories that are created.
 *
 * @param bits 0..07777
 */
public record FileMode(int bits) {

  private static final Pattern FORM = Pattern.compile("[0-7]{3,4}");

  /**
   * Reads three or four octal digits: {@code 0644} and {@code 644} are the same, {@code 2775} is
   * set-group-id besides.
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

  /** Whether it is permissions alone, without set-user-id, set-group-id and the sticky bit. */
  public boolean isPermissions() {
    return bits <= 0777;
  }

  @Override
  public String toString() {
    return String.format("%04o", bits);
  }
}
