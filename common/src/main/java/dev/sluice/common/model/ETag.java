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

  /**
   * A tag as a client writes it, for a strong comparison (RFC 9110 section 8.8.3.2): surrounding
   * quotes are dropped. A weak one, {@code W/"…"}, keeps them and so is no object's.
   */
  public static ETag parse(String text) {
    String tag = text.strip();
    if (tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"")) {
      tag = tag.substring(1, tag.length() - 1);
    }
    return new ETag(tag);
  }

  /** The same for a weak comparison, in which {@code W/} says nothing. */
  public static ETag parseWeak(String text) {
    String tag = text.strip();
    return parse(tag.startsWith("W/") ? tag.substring(2) : tag);
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
