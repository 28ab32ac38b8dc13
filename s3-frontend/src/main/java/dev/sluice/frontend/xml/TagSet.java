package dev.sluice.frontend.xml;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.SentTags;
import java.util.List;

/**
 * Tags in a document, which names their element.
 *
 * @param tag each of them
 */
public record TagSet(List<Tag> tag) {
  /** Copies the list. */
  public TagSet {
    tag = Lists.copy(tag);
  }

  /** The tags of a bucket or of an object. */
  static TagSet of(dev.sluice.common.model.TagSet tags) {
    return new TagSet(tags.tags().stream().map(tag -> new Tag(tag.key(), tag.value())).toList());
  }

  /** The tags, as those of a bucket; fails with InvalidTag where they cannot be. */
  public dev.sluice.common.model.TagSet ofBucket() {
    return addedTo(SentTags.ofBucket());
  }

  /** The tags, as those of an object; fails with InvalidTag where they cannot be. */
  public dev.sluice.common.model.TagSet ofObject() {
    return addedTo(SentTags.ofObject());
  }

  private dev.sluice.common.model.TagSet addedTo(SentTags sent) {
    tag.forEach(one -> sent.add(one.key(), one.value()));
    return sent.set();
  }

  /**
   * One tag.
   *
   * @param key its name, not yet known to be a legal one
   * @param value its value, likewise
   */
  public record Tag(String key, String value) {
    /** Fails with MalformedXML where one of them is missing. */
    @SuppressWarnings("NullAway") // the mapper passes null for an element that is not there
    public Tag {
      if (key == null || value == null) {
        throw new S3Exception(S3ErrorCode.MALFORMED_XML);
      }
    }
  }
}
