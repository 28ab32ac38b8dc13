package dev.sluice.common.model;

import dev.sluice.v1.FailureReason;
import java.util.regex.Pattern;

/**
 * Id of an account, to which identities and buckets belong.
 *
 * @param value 12 digits
 */
public record AccountId(String value) {
  private static final Pattern DIGITS = Pattern.compile("[0-9]{12}");

  /** The account of the server's root, and of all that names no other. */
  public static final AccountId ROOT = new AccountId("000000000000");

  /** Fails with {@code ARGUMENT_INVALID}. */
  public AccountId {
    if (!isOne(value)) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID, "account: '" + value + "' (expected: 12 digits)");
    }
  }

  /** Whether a text is one. */
  public static boolean isOne(String text) {
    return DIGITS.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
