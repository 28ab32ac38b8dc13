package dev.sluice.frontend.xml;

import dev.sluice.frontend.s3.S3Document;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer of ListBuckets.
 *
 * @param owner who asked
 * @param buckets in byte order of names
 * @param continuationToken to go on with; null: this is all
 * @param prefix as asked for; null: none was
 */
public record ListAllMyBucketsResult(
    Owner owner, Buckets buckets, @Nullable String continuationToken, @Nullable String prefix)
    implements S3Document {
  /**
   * The list, an element of its own.
   *
   * @param bucket each of them
   */
  public record Buckets(List<Bucket> bucket) {
    /** Copies the list. */
    public Buckets {
      bucket = Lists.copy(bucket);
    }
  }

  /**
   * One bucket.
   *
   * @param name its name
   * @param creationDate when it was created
   * @param bucketRegion its region; null: not shown
   */
  public record Bucket(String name, Instant creationDate, @Nullable String bucketRegion) {}
}
