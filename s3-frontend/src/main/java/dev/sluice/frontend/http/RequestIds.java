package dev.sluice.frontend.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes request ids: 16 hexadecimal digits, as S3's are, unique to this frontend's life and unlike
 * those of others.
 */
final class RequestIds {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final AtomicLong next = new AtomicLong(new SecureRandom().nextLong());

  /** Steps through all numbers in an order that does not look like one. */
  String next() {
    long mixed = next.getAndAdd(0x9E3779B97F4A7C15L);
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return HEX.toHexDigits(mixed ^ (mixed >>> 31));
  }
}
