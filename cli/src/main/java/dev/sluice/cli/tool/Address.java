package dev.sluice.cli.tool;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * What a tool is about: {@code BUCKET} or {@code BUCKET/KEY}. Everything after the first slash is
 * the key, further slashes included: {@code b//a/} is the key {@code /a/}.
 *
 * @param key a key or the beginning of keys; empty: the bucket itself
 */
record Address(String bucket, String key) {

  /**
   * Reads an address.
   *
   * @param encoded whether it is percent-encoded, for keys that no command line can hold
   */
  static Address parse(String text, boolean encoded) {
    String path = encoded ? decode(text) : text;
    int slash = path.indexOf('/');
    String bucket = slash < 0 ? path : path.substring(0, slash);
    if (bucket.isEmpty()) {
      throw expected(text, "BUCKET or BUCKET/KEY");
    }
    return new Address(bucket, slash < 0 ? "" : path.substring(slash + 1));
  }

  /** This address, which must be a bucket's; {@code BUCKET/} is one. */
  Address requireBucket() {
    if (!key.isEmpty()) {
      throw expected(toString(), "BUCKET");
    }
    return this;
  }

  /** This address, which must be an object's. */
  Address requireObject() {
    if (key.isEmpty()) {
      throw expected(bucket, "BUCKET/KEY");
    }
    return this;
  }

  /** The key after its last slash. */
  String lastName() {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  private static String decode(String text) {
    try {
      // A plus is a plus: this is no form.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
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
