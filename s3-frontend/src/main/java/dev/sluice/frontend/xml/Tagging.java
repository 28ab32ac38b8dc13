package dev.sluice.frontend.xml;

import dev.sluice.frontend.s3.S3Document;
import java.util.List;

/**
 * Answer of GetObjectTagging.
 *
 * @param tagSet the tags, an element of their own
 */
public record Tagging(TagSet tagSet) implements S3Document {
  /** No tag. */
  public static final Tagging NONE = new Tagging(new TagSet(List.of()));

  /**
   * The tags.
   *
   * @param tag each of them
   */
  public record TagSet(List<Tag> tag) {
    /** Copies the list. */
    public TagSet {
      tag = Lists.copy(tag);
    }
  }

  /**
   * One tag.
   *
   * @param key its name
   * @param value its value
   */
  public record Tag(String key, String value) {}
}
