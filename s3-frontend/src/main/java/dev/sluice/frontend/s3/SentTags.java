package dev.sluice.frontend.s3;

import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Tags of a request under construction, as its header, its document or its form names them one
 * after the other. What breaks a rule of tags is InvalidTag.
 */
public final class SentTags {
  private final int most;
  private final List<Tag> tags = new ArrayList<>();

  private SentTags(int most) {
    this.most = most;
  }

  /** Tags of an object. */
  public static SentTags ofObject() {
    return new SentTags(TagSet.MAX_OF_OBJECT);
  }

  /** Tags of a bucket. */
  public static SentTags ofBucket() {
    return new SentTags(TagSet.MAX_OF_BUCKET);
  }

  /** Adds one after those that are there. */
  public void add(String key, String value) {
    try {
      tags.add(new Tag(key, value));
    } catch (StorageException e) {
      throw invalid(e);
    }
  }

  /** The set, in the order in which they were added. */
  public TagSet set() {
    try {
      return new TagSet(tags).requireAtMost(most);
    } catch (StorageException e) {
      throw invalid(e);
    }
  }

  private static S3Exception invalid(StorageException broken) {
    return new S3Exception(S3ErrorCode.INVALID_TAG, String.valueOf(broken.getMessage()));
  }
}
