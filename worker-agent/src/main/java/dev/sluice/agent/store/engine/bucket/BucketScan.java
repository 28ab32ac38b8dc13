package dev.sluice.agent.store.engine.bucket;

/**
 * The selection of a page of buckets.
 *
 * @param prefix names begin so; empty: all
 * @param after only names after this one, which need not be a bucket's; empty: from the first
 * @param limit at most so many, at least 1
 */
public record BucketScan(String prefix, String after, int limit) {
  /** Whether a name belongs to the page or to one after it. */
  public boolean includes(String name) {
    return name.startsWith(prefix) && name.compareTo(after) > 0;
  }
}
