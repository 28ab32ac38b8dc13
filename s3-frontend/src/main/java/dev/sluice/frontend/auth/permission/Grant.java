package dev.sluice.frontend.auth.permission;

import dev.sluice.common.model.Wildcard;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Permissions of an identity: any of the actions on any of the resources.
 *
 * @param actions permissions of S3 in lower case, such as {@code s3:getobject}; AWS does not mind
 *     their case either
 */
public record Grant(List<Wildcard> actions, List<ResourcePattern> resources) {
  /** Everything. */
  static final Grant ALL =
      new Grant(List.of(new Wildcard("*")), List.of(new ResourcePattern(new Wildcard("*"), null)));

  boolean allows(String permission, Resource resource) {
    return names(permission.toLowerCase(Locale.ROOT)) && covers(resource);
  }

  private boolean names(String action) {
    for (Wildcard pattern : actions) {
      if (pattern.matches(action)) {
        return true;
      }
    }
    return false;
  }

  private boolean covers(Resource resource) {
    for (ResourcePattern pattern : resources) {
      if (pattern.covers(resource)) {
        return true;
      }
    }
    return false;
  }

  /** Patterns of the names of the buckets that it is about. */
  Stream<String> buckets() {
    return resources.stream().map(pattern -> pattern.bucket().pattern());
  }
}
