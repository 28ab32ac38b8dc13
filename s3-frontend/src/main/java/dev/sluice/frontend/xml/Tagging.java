package dev.sluice.frontend.xml;

import dev.sluice.frontend.s3.S3Document;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;

/**
 * Answer of GetBucketTagging and GetObjectTagging, and body of the operations that put tags.
 *
 * @param tagSet the tags, an element of their own
 */
public record Tagging(TagSet tagSet) implements S3Document {
  /** Fails with MalformedXML where there is no set. */
  @SuppressWarnings("NullAway") // the mapper passes null for an element that is not there
  public Tagging {
    if (tagSet == null) {
      throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    }
  }

  /** The answer that shows tags. */
  public static Tagging of(dev.sluice.common.model.TagSet tags) {
    return new Tagging(TagSet.of(tags));
  }
}
