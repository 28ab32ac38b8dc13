package dev.sluice.frontend.xml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frontend.s3.S3Document;
import org.jspecify.annotations.Nullable;

/**
 * Body of CreateBucket.
 *
 * @param locationConstraint the region; null: not stated
 * @param location of a directory bucket, which Sluice does not have; null: not stated
 * @param bucket of a directory bucket, which Sluice does not have; null: not stated
 * @param tags of the bucket; null: none
 */
public record CreateBucketConfiguration(
    @Nullable String locationConstraint,
    @Nullable JsonNode location,
    @Nullable JsonNode bucket,
    @Nullable TagSet tags)
    implements S3Document {
  /** Whether it asks for a directory bucket. */
  public boolean asksForDirectoryBucket() {
    return location != null || bucket != null;
  }
}
