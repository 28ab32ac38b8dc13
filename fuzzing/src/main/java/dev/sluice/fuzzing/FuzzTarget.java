package dev.sluice.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One or several parsers under attack, with what they promise. Implementations have a constructor
 * without parameters and no state that outlives an attack.
 *
 * <p>The inputs that are kept, one a file, lie in {@code src/test/resources/fuzz/} under the full
 * name of the class.
 */
@FunctionalInterface
public interface FuzzTarget {
  /**
   * Gives the parser an input and checks its promises.
   *
   * @param input any bytes
   * @throws Exception as well as any error: a promise is broken
   */
  void attack(byte[] input) throws Exception;

  /** The input as a text of one character for each byte, as headers come over the wire. */
  static String wireText(byte[] input) {
    return new String(input, StandardCharsets.ISO_8859_1);
  }

  /** The input as a text; what is no UTF-8 becomes U+FFFD. */
  static String text(byte[] input) {
    return new String(input, StandardCharsets.UTF_8);
  }

  /**
   * Fails unless a promise was kept.
   *
   * @param promise what was promised
   * @param seen values that show how it was broken
   */
  static void require(boolean kept, String promise, @Nullable Object... seen) {
    if (!kept) {
      throw new AssertionError(promise + ": " + Arrays.deepToString(seen));
    }
  }
}
