package dev.sluice.agent.store.listing;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Pure functions on the bytes of keys and key prefixes. */
final class KeyBytes {
  static final byte[] NONE = {};
  static final byte[] SLASH = {'/'};
  static final byte[] AFTER_SLASH = {'/' + 1};

  private KeyBytes() {}

  static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  static byte[] max(byte[] one, byte[] other) {
    return Arrays.compareUnsigned(one, other) >= 0 ? one : other;
  }

  /** The first bytes after all that begin with the prefix; null where nothing is after them. */
  static byte @Nullable [] afterAll(byte[] prefix) {
    int end = prefix.length;
    while (end > 0 && prefix[end - 1] == (byte) 0xFF) {
      end--;
    }
    if (end == 0) {
      return null;
    }
    byte[] after = Arrays.copyOf(prefix, end);
    after[end - 1]++;
    return after;
  }

  /**
   * Key prefix of the directory that holds all keys with this prefix: up to the last slash that
   * ends a segment. A run of empty segments at the end is left out, since longer runs lie in
   * directories of their own beside it.
   */
  static byte[] directoryOf(byte[] prefix) {
    for (int at = prefix.length - 1; at > 0; at--) {
      if (prefix[at] == '/' && prefix[at - 1] != '/') {
        return Arrays.copyOf(prefix, at + 1);
      }
    }
    return NONE;
  }

  static int leadingSlashes(byte[] bytes) {
    int count = 0;
    while (count < bytes.length && bytes[count] == '/') {
      count++;
    }
    return count;
  }

  static int indexOfSlash(byte[] bytes) {
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == '/') {
        return at;
      }
    }
    return -1;
  }
}
