package dev.sluice.common.model;

import dev.sluice.v1.FailureReason;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tags of a bucket or of an object.
 *
 * @param tags each key once, in the order in which they were given
 */
public record TagSet(List<Tag> tags) {
  /** The most tags of a bucket. */
  public static final int MAX_OF_BUCKET = 50;

  /** The most tags of an object. */
  public static final int MAX_OF_OBJECT = 10;

  /** No tag. */
  public static final TagSet NONE = new TagSet(List.of());

  /** Fails with {@code TAG_INVALID} where a key comes twice. */
  public TagSet {
    tags = List.copyOf(tags);
    Set<String> keys = HashSet.newHashSet(tags.size());
    for (Tag tag : tags) {
      if (!keys.add(tag.key())) {
        throw new StorageException(
            FailureReason.TAG_INVALID,
            "tag key: '" + tag.key() + "' comes twice (expected: each key once)");
      }
    }
  }

  /** This set; fails with {@code TAGS_TOO_MANY} where it has more tags. */
  public TagSet requireAtMost(int most) {
    if (tags.size() > most) {
      throw new StorageException(
          FailureReason.TAGS_TOO_MANY,
          "tags: " + tags.size() + " (expected: at most " + most + ")");
    }
    return this;
  }

  /** Whether there is no tag. */
  public boolean isEmpty() {
    return tags.isEmpty();
  }
}
