package dev.sluice.frontend.auth.permission;

import dev.sluice.common.model.Wildcard;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Resources as a grant writes them: {@code bucket} is a bucket and all that is in it, {@code
 * bucket/prefix*} only the objects whose keys match, {@code *} everything. {@code *} may stand in
 * either part.
 *
 * @param keys null for the bucket and all that is in it
 */
public record ResourcePattern(Wildcard bucket, @Nullable Wildcard keys) {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9.*-]{1,63}");
  private static final int LONGEST_KEY = 1024;

  /** Reads a pattern; null when it is none. */
  public static @Nullable ResourcePattern parse(String text) {
    int slash = text.indexOf('/');
    String bucket = slash < 0 ? text : text.substring(0, slash);
    String keys = slash < 0 ? null : text.substring(slash + 1);
    if (!BUCKET.matcher(bucket).matches()
        || (keys != null && (keys.isEmpty() || keys.length() > LONGEST_KEY))) {
      return null;
    }
    return new ResourcePattern(new Wildcard(bucket), keys == null ? null : new Wildcard(keys));
  }

  boolean covers(Resource resource) {
    return switch (resource) {
      case Resource.Service _ -> true; // which buckets are then shown is decided for each
      case Resource.SomeItems(String name) -> bucket.matches(name);
      case Resource.Bucket(String name) -> keys == null && bucket.matches(name);
      case Resource.Listing(String name, String prefix) -> coversListing(name, prefix);
      case Resource.Absence(String name, String key) -> coversListing(name, key);
      case Resource.Item(String name, String key) ->
          bucket.matches(name) && (keys == null || keys.matches(key));
    };
  }

  private boolean coversListing(String name, String prefix) {
    return bucket.matches(name) && (keys == null || (keys.isOpenEnded() && keys.matches(prefix)));
  }
}
