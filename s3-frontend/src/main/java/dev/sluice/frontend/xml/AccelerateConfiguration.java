package dev.sluice.frontend.xml;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.frontend.s3.S3Document;
import org.jspecify.annotations.Nullable;

/**
 * Answer of GetBucketAccelerateConfiguration, and body of PutBucketAccelerateConfiguration.
 *
 * @param status null: it was never set
 */
public record AccelerateConfiguration(@Nullable Status status) implements S3Document {
  /** State of transfer acceleration, as AWS names it. */
  public enum Status {
    @JsonProperty("Enabled")
    ENABLED,
    @JsonProperty("Suspended")
    SUSPENDED
  }
}
