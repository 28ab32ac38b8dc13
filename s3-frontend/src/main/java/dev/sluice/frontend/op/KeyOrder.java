package dev.sluice.frontend.op;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The order of keys: by bytes of UTF-8, which is not that of Java's strings. */
final class KeyOrder {
  private KeyOrder() {}

  static int compare(String one, String other) {
    return Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
