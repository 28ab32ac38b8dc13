package dev.sluice.agent.store.format;

import dev.sluice.common.model.ObjectMetadata;

/**
 * The accepted forms of texts that come from the disk. A program that can write there can write
 * anything, checksums included; what could not be answered, or would become another header, counts
 * as absent.
 */
final class StoredText {
  private static final int MAX_TAG = 1024;

  private StoredText() {}

  /** Whether clients can get it between quotes as a tag: printable ASCII except the quote. */
  static boolean isTag(String tag) {
    for (int at = 0; at < tag.length(); at++) {
      char c = tag.charAt(at);
      if (c < ' ' || c > '~' || c == '"') {
        return false;
      }
    }
    return !tag.isEmpty() && tag.length() <= MAX_TAG;
  }

  static String headerValue(String value) {
    return ObjectMetadata.isValue(value) ? value : "";
  }

  /** Whether it is the name of a file in a directory, and neither that directory nor above it. */
  static boolean isFileName(String name) {
    return !name.isEmpty()
        && name.length() <= 255
        && name.indexOf('/') < 0
        && name.indexOf(0) < 0
        && !name.equals(".")
        && !name.equals("..");
  }
}
