package dev.sluice.agent.store.format;

import dev.sluice.common.model.KeptLimit;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The accepted forms of texts that come from the disk. Whoever can write there can write anything,
 * checksums included; what could not be answered, or would become another header, counts as absent.
 */
final class StoredText {
  /** The form of tags that clients get between quotes: printable ASCII except the quote. */
  private static final Pattern TAG = Pattern.compile("[ !#-~]{1,1024}");

  /** A token of RFC 9110 section 5.6.2, without capitals. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]++");

  private StoredText() {}

  static boolean isTag(String tag) {
    return TAG.matcher(tag).matches();
  }

  static boolean isMetadataName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Whether a header may carry it. */
  static boolean isHeaderValue(String value) {
    return bytes(value) <= KeptLimit.CONTENT_HEADERS.bytes()
        && value.codePoints().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f));
  }

  /** Length as UTF-8, by which the limits of what is kept count. */
  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  static String headerValue(String value) {
    return isHeaderValue(value) ? value : "";
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
