package dev.sluice.frontend.auth.signature;

import java.util.Objects;

/** A secret key: it never prints. */
public final class SecretAccessKey {
  private final String text;

  /** Wraps the text of a secret key. */
  public SecretAccessKey(String text) {
    this.text = text;
  }

  String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretAccessKey that && Hashes.equalInConstantTime(text, that.text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text);
  }

  @Override
  public String toString() {
    return "****";
  }
}
