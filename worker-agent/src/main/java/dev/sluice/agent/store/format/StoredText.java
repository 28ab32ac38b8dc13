package dev.sluice.agent.store.format;

import dev.sluice.common.model.ObjectMetadata;
import java.util.regex.Pattern;

/**
 * The accepted forms of texts that come from the disk. A program that can write there can write
 * anything, checksums included; what could not be answered, or would become another header, counts
 * as absent.
 */
final class StoredText {
  /** The form of tags that clients get between quotes: printable ASCII except the quote. */
  private static final Pattern TAG = Pattern.compile("[ !#-~]{1,1024}");

  private StoredText() {}

  static boolean isTag(String tag) {
    return TAG.matcher(tag).matches();
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
