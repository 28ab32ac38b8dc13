package dev.sluice.common.policy;

/** Kind of a policy: which elements a statement has, and what it may be about. */
public sealed interface PolicyKind {
  /**
   * Policy of a bucket. Each statement has a principal and is about this bucket.
   *
   * @param name of the bucket
   */
  record Bucket(String name) implements PolicyKind {}

  /** Statements of an identity, which is their principal; about any bucket. */
  enum Identity implements PolicyKind {
    IDENTITY
  }

  /** Policy of the bucket of this name. */
  static PolicyKind bucket(String name) {
    return new Bucket(name);
  }

  /** Statements of an identity. */
  static PolicyKind identity() {
    return Identity.IDENTITY;
  }
}
