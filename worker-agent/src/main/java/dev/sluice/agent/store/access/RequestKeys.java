package dev.sluice.agent.store.access;

import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.policy.CallerKeys;
import dev.sluice.common.policy.ConditionKeys;
import java.util.ArrayList;
import java.util.List;

/**
 * Condition keys of a request, as the agent knows them: those that its frontend sent, and those
 * that follow from the rest of the caller, from the bucket, from the object and from the clock.
 */
record RequestKeys(AccessQuestion asked) implements ConditionKeys {
  private static final String EXISTING_TAG = "s3:existingobjecttag/";
  private static final String BUCKET_TAG = "s3:buckettag/";

  @Override
  public List<String> values(String key) {
    if (key.startsWith(EXISTING_TAG)) {
      return asked.object() instanceof ObjectFacts.Present present
          ? values(present.tags(), key.substring(EXISTING_TAG.length()))
          : List.of();
    }
    if (key.startsWith(BUCKET_TAG)) {
      BucketAccess tagged = asked.bucket();
      return tagged == null
          ? List.of()
          : values(tagged.record().settings().tags(), key.substring(BUCKET_TAG.length()));
    }
    String listed = asked.listed();
    BucketAccess bucket = asked.bucket();
    return switch (key) {
      case "aws:resourceaccount", "s3:resourceaccount" ->
          bucket == null ? List.of() : List.of(bucket.owner().account().value());
      case "s3:prefix" -> listed == null ? sent(key) : List.of(listed);
      case "s3:delimiter", "s3:max-keys" -> listed == null ? sent(key) : List.of();
      default -> sent(key);
    };
  }

  private List<String> sent(String key) {
    return new CallerKeys(asked.caller(), asked.now()).values(key);
  }

  /** Names of condition keys have no case, so that a tag is found whatever its own is. */
  private static List<String> values(TagSet tags, String name) {
    List<String> values = new ArrayList<>(1);
    for (Tag tag : tags.tags()) {
      if (tag.key().equalsIgnoreCase(name)) {
        values.add(tag.value());
      }
    }
    return values;
  }

  @Override
  public boolean known(String key) {
    return asked.object() != ObjectFacts.Missing.UNKNOWN || !key.startsWith(EXISTING_TAG);
  }
}
