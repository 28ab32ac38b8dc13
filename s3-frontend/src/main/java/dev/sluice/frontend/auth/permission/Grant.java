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
    String action = permission.toLowerCase(Locale.ROOT);
    return actions.stream().anyMatch(pattern -> pattern.matches(action))
        && resources.stream().anyMatch(pattern -> pattern.covers(resource));
  }

  /** Patterns of the names of the buckets that it is about. */
  Stream<String> buckets() {
    return resources.stream().map(pattern -> pattern.bucket().pattern());
  }
}
