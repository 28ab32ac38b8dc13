package dev.sluice.common.model;

/** Grantee of an access control list. */
public sealed interface Grantee {
  /** A canonical user. */
  record User(Principal principal) implements Grantee {}

  /** A group that Amazon S3 predefines. */
  enum Group implements Grantee {
    /** Everybody, without a signature too. */
    ALL_USERS,
    /** Everybody with a signature of an identity of any account. */
    AUTHENTICATED_USERS,
    /** Those that write access logs. */
    LOG_DELIVERY
  }
}
