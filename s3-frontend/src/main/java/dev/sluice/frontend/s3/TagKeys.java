package dev.sluice.frontend.s3;

import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Condition keys of the tags that a request states: one for each tag, whose name ends with the
 * tag's key, and one that has all keys. Names of condition keys have no case, so that of tags whose
 * keys differ by case alone one condition key has all values.
 */
public final class TagKeys {
  /** Name of the condition key that has the keys of all tags of a bucket. */
  public static final String ALL_OF_BUCKET = "aws:tagkeys";

  private static final String EACH_OF_BUCKET = "aws:requesttag/";
  private static final String EACH_OF_OBJECT = "s3:requestobjecttag/";
  private static final String ALL_OF_OBJECT = "s3:requestobjecttagkeys";

  private TagKeys() {}

  /** Those of an object's tags: {@code s3:RequestObjectTag/…}, {@code s3:RequestObjectTagKeys}. */
  public static Map<String, List<String>> ofObject(TagSet tags) {
    return keys(tags, EACH_OF_OBJECT, ALL_OF_OBJECT);
  }

  /** Those of a bucket's tags: {@code aws:RequestTag/…}, {@code aws:TagKeys}. */
  public static Map<String, List<String>> ofBucket(TagSet tags) {
    return keys(tags, EACH_OF_BUCKET, ALL_OF_BUCKET);
  }

  /** Whether a key is one of an object's tags. */
  public static boolean isOfObject(String key) {
    return key.startsWith(EACH_OF_OBJECT) || key.equals(ALL_OF_OBJECT);
  }

  /** Whether a key is one of a bucket's tags. */
  public static boolean isOfBucket(String key) {
    return key.startsWith(EACH_OF_BUCKET) || key.equals(ALL_OF_BUCKET);
  }

  private static Map<String, List<String>> keys(TagSet tags, String each, String all) {
    Map<String, List<String>> keys = new HashMap<>();
    for (Tag tag : tags.tags()) {
      keys.computeIfAbsent(each + tag.key().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(tag.value());
      keys.computeIfAbsent(all, _ -> new ArrayList<>()).add(tag.key());
    }
    return keys;
  }
}
