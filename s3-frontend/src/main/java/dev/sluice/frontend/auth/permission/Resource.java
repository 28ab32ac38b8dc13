package dev.sluice.frontend.auth.permission;

/** The resource of a request, as permissions see it. */
sealed interface Resource {
  /** All buckets of the caller. */
  record Service() implements Resource {}

  /** A bucket itself: its existence and its settings. */
  record Bucket(String bucket) implements Resource {}

  /**
   * The names in a bucket.
   *
   * @param prefix what all names asked for begin with; empty for all
   */
  record Listing(String bucket, String prefix) implements Resource {}

  /** Some objects of a bucket, each of which is asked about on its own later. */
  record SomeItems(String bucket) implements Resource {}

  /** An object, whether it exists or not. */
  record Item(String bucket, String key) implements Resource {}
}
