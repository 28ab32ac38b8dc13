package dev.sluice.common.model;

/**
 * A person or program on whose behalf something is done.
 *
 * @param id stable identifier, the canonical user id of S3's answers
 * @param displayName name for people; empty: none
 * @param account that it belongs to
 */
public record Principal(String id, String displayName, AccountId account) {
  /** The owner of what has none: the account of the server's root, which is nobody by name. */
  public static final Principal ROOT = new Principal("0".repeat(64), "");

  /** A principal of the account of the server's root. */
  public Principal(String id, String displayName) {
    this(id, displayName, AccountId.ROOT);
  }
}
