package dev.sluice.cli.tool.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.cli.tool.terminal.ToolFailure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;

/**
 * A bucket or a key in it: {@code BUCKET} or {@code BUCKET/KEY}, with or without {@code sluice://}
 * before it. Everything after the bucket's slash is the key, further slashes included: {@code
 * b//a/} is the key {@code /a/}.
 *
 * @param key a key or the beginning of keys; empty: the bucket itself
 */
public record Address(String bucket, String key) {
  public static final String SCHEME = "sluice://";

  /**
   * Reads an address.
   *
   * @param encoded whether it is percent-encoded, for keys that no command line can hold
   */
  public static Address parse(String text, boolean encoded) {
    String plain = text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text;
    String path = encoded ? decode(plain) : plain;
    int slash = path.indexOf('/');
    String bucket = slash < 0 ? path : path.substring(0, slash);
    if (bucket.isEmpty()) {
      throw expected(text, "BUCKET or BUCKET/KEY");
    }
    return new Address(bucket, slash < 0 ? "" : path.substring(slash + 1));
  }

  /** This address, which must be a bucket's; {@code BUCKET/} is one. */
  public Address requireBucket() {
    if (!key.isEmpty()) {
      throw expected(toString(), "BUCKET");
    }
    return this;
  }

  /** This address, which must be an object's. */
  public Address requireObject() {
    if (key.isEmpty()) {
      throw expected(bucket, "BUCKET/KEY");
    }
    return this;
  }

  /** The key after its last slash. */
  public String lastName() {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  /** Not by the JDK's decoder, which takes a plus for a blank and U+FFFD for what is no UTF-8. */
  private static String decode(String text) {
    byte[] encoded = text.getBytes(UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(encoded.length);
    try {
      for (int i = 0; i < encoded.length; i++) {
        if (encoded[i] == '%') {
          decoded.put((byte) HexFormat.fromHexDigits(new String(encoded, i + 1, 2, US_ASCII)));
          i += 2;
        } else {
          decoded.put(encoded[i]);
        }
      }
      return UTF_8.newDecoder().decode(decoded.flip()).toString();
    } catch (IllegalArgumentException | IndexOutOfBoundsException | CharacterCodingException e) {
      throw expected(text, "percent-encoded UTF-8, because of --encoded");
    }
  }

  private static ToolFailure expected(String text, String what) {
    return ToolFailure.usage("address: '" + text + "' (expected: " + what + ")");
  }

  @Override
  public String toString() {
    return bucket + "/" + key;
  }
}
