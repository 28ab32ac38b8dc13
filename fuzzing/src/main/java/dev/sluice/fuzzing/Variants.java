package dev.sluice.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Variants of a corpus, the same ones for the same seed: bytes changed, cut out, doubled and put
 * in, words of one input put into another, two inputs joined.
 */
final class Variants {
  private static final int LONGEST = 1 << 16;
  private static final int MOST_STEPS = 6;
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{2,64}|[^A-Za-z0-9_-]{1,4}");

  /** What parsers trip over. */
  private static final List<String> TROUBLE =
      List.of(
          "\0",
          "\r",
          "\n",
          "\r\n",
          "\t",
          " ",
          "%",
          "%00",
          "%2F",
          "%2e%2E",
          "%ff",
          "+",
          "/",
          "//",
          "..",
          ":",
          ";",
          ",",
          "=",
          "\"",
          "'",
          "*",
          "?",
          "&",
          "#",
          "<",
          ">",
          "[",
          "]",
          "{",
          "}",
          "-",
          "-1",
          "0",
          "00",
          "1",
          "9",
          "10000",
          "10001",
          "2147483647",
          "2147483648",
          "9223372036854775807",
          "9223372036854775808",
          "18446744073709551616",
          "1e9",
          "0x10",
          "\u00e9",
          "\u0660",
          "\u2028",
          "\ufeff",
          "\ufffe",
          "\ud83d\ude00");

  private final Random random;
  private final List<byte[]> inputs;
  private final List<byte[]> words;

  Variants(List<byte[]> inputs, long seed) {
    this.inputs = inputs.isEmpty() ? List.of(new byte[0]) : inputs;
    random = new Random(seed);
    Set<String> found = new LinkedHashSet<>(TROUBLE);
    for (byte[] input : inputs) {
      Matcher word = WORD.matcher(new String(input, StandardCharsets.ISO_8859_1));
      while (word.find() && found.size() < 2000) {
        found.add(word.group());
      }
    }
    words = new ArrayList<>();
    for (String word : found) {
      words.add(
          word.getBytes(
              TROUBLE.contains(word) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
    }
  }

  /** The next one. */
  byte[] next() {
    byte[] variant = any(inputs);
    for (int steps = 1 + random.nextInt(MOST_STEPS); steps > 0; steps--) {
      variant = changed(variant);
    }
    return variant.length > LONGEST ? Arrays.copyOf(variant, LONGEST) : variant;
  }

  private byte[] changed(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(1 + Math.max(8, bytes.length / 4)));
    return switch (random.nextInt(9)) {
      case 0 -> replaced(bytes, from, to, new byte[0]);
      case 1 -> replaced(bytes, from, from, any(words));
      case 2 -> replaced(bytes, from, to, any(words));
      case 3 -> replaced(bytes, to, to, Arrays.copyOfRange(bytes, from, to));
      case 4 -> {
        byte[] other = any(inputs);
        int start = random.nextInt(other.length + 1);
        yield replaced(bytes, from, bytes.length, Arrays.copyOfRange(other, start, other.length));
      }
      case 5 -> {
        byte[] noise = new byte[1 + random.nextInt(4)];
        random.nextBytes(noise);
        yield replaced(bytes, from, Math.min(bytes.length, from + noise.length), noise);
      }
      case 6 -> Arrays.copyOf(bytes, from);
      default -> {
        if (from == bytes.length) {
          yield bytes;
        }
        byte[] flipped = bytes.clone();
        flipped[from] ^= (byte) (1 << random.nextInt(8));
        yield flipped;
      }
    };
  }

  /** The bytes with a stretch of them replaced. */
  static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
    byte[] result = new byte[bytes.length - (to - from) + by.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(by, 0, result, from, by.length);
    System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
    return result;
  }

  private byte[] any(List<byte[]> list) {
    return list.get(random.nextInt(list.size()));
  }
}
