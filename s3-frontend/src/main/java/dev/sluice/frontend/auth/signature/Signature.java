package dev.sluice.frontend.auth.signature;

import java.util.Base64;

/**
 * A signature that was computed here. It is never shown: a presented one can only be compared with
 * it, in constant time.
 */
final class Signature {
  private final String text;

  private Signature(String text) {
    this.text = text;
  }

  /** One that clients write in lower-case hexadecimal. */
  static Signature hexadecimal(byte[] code) {
    return new Signature(Hashes.HEX.formatHex(code));
  }

  /** One that clients write in Base64. */
  static Signature base64(byte[] code) {
    return new Signature(Base64.getEncoder().encodeToString(code));
  }

  /** Whether a client presented this one. */
  boolean is(String presented) {
    return Hashes.equalInConstantTime(text, presented);
  }
}
