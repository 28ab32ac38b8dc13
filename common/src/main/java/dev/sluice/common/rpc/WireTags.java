package dev.sluice.common.rpc;

import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import java.util.List;

/** Tags, to and from messages. */
public final class WireTags {
  private WireTags() {}

  /** The messages, in the order of the set. */
  public static List<dev.sluice.v1.Tag> toProto(TagSet tags) {
    return tags.tags().stream()
        .map(tag -> dev.sluice.v1.Tag.newBuilder().setKey(tag.key()).setValue(tag.value()).build())
        .toList();
  }

  /** The set; fails with {@code TAG_INVALID} where it cannot be one. */
  public static TagSet toModel(List<dev.sluice.v1.Tag> tags) {
    return tags.isEmpty()
        ? TagSet.NONE
        : new TagSet(tags.stream().map(tag -> new Tag(tag.getKey(), tag.getValue())).toList());
  }
}
