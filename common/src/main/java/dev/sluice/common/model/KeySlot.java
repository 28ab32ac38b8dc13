package dev.sluice.common.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.CRC32C;

/**
 * The share of a bucket's keys that one agent at a time decides about, where several agents serve
 * one namespace. Keys that begin with the same segment are in the same slot, so that keys that may
 * have to make room for one another ({@code a} and {@code a/b}) have the same owner.
 *
 * @param bucket of the keys
 * @param number from 0 to {@link #COUNT} - 1
 */
public record KeySlot(BucketName bucket, int number) {
  /** The slots of each bucket, the same for all agents and frontends for ever. */
  public static final int COUNT = 64;

  /** The slot of a key: CRC-32C of its first segment in UTF-8, modulo {@link #COUNT}. */
  public static KeySlot of(BucketName bucket, ObjectKey key) {
    String value = key.value();
    int end = value.indexOf('/');
    CRC32C hash = new CRC32C();
    hash.update((end < 0 ? value : value.substring(0, end)).getBytes(UTF_8));
    return new KeySlot(bucket, (int) (hash.getValue() % COUNT));
  }

  /** The bucket and the number, as a name of this slot alone. */
  @Override
  public String toString() {
    return bucket.value() + "/" + number;
  }
}
