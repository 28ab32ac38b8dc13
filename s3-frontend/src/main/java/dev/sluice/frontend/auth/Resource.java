package dev.sluice.frontend.auth;

/** What an operation touches, as far as permissions look. */
public sealed interface Resource {
  /** All buckets of whoever asks. */
  record Service() implements Resource {}

  /** A bucket itself: its existence, its settings, its uploads. */
  record Bucket(String bucket) implements Resource {}

  /**
   * The names of a bucket's objects.
   *
   * @param prefix what all names asked for begin with; empty for all
   */
  record Listing(String bucket, String prefix) implements Resource {}

  /** An object, whether it exists or not. */
  record Item(String bucket, String key) implements Resource {}
}
