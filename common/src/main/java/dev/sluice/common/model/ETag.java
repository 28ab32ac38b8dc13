package dev.sluice.common.model;

import java.util.HexFormat;

/**
 * An entity tag, without its quotes. 32 hexadecimal digits are the MD5 of the bytes; whatever is
 * not an MD5 has a dash, so that no client takes it for one.
 *
 * @param value the tag, not empty
 */
public record ETag(String value) {
  /** The tag of bytes with this MD5 (16 bytes). */
  public static ETag ofMd5(byte[] md5) {
    return new ETag(HexFormat.of().formatHex(md5));
  }

  /** A tag as a client writes it: surrounding quotes and a leading {@code W/} are dropped. */
  public static ETag parse(String text) {
    String tag = text.strip();
    if (tag.startsWith("W/")) {
      tag = tag.substring(2);
    }
    if (tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"")) {
      tag = tag.substring(1, tag.length() - 1);
    }
    return new ETag(tag);
  }

  /** Whether this is the MD5 of the bytes. */
  public boolean isMd5() {
    return value.length() == 32 && value.indexOf('-') < 0;
  }

  /** With quotes, as HTTP and S3's documents write it. */
  public String quoted() {
    return '"' + value + '"';
  }

  @Override
  public String toString() {
    return value;
  }
}
