package dev.sluice.frontend.auth;

import dev.sluice.common.model.Wildcard;
import dev.sluice.common.policy.S3Actions;
import dev.sluice.frontend.auth.permission.Grant;
import dev.sluice.frontend.auth.permission.ResourcePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the grants of an identity. */
final class GrantsReader {
  /** Permissions of S3 by their names in lower case. */
  static final Map<String, String> PERMISSIONS =
      S3Actions.names().stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  permission -> permission.toLowerCase(Locale.ROOT), Function.identity()));

  private final CredentialsReader.Mistakes mistakes;

  GrantsReader(CredentialsReader.Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  List<Grant> read(FileNode identity) {
    List<Grant> grants = new ArrayList<>();
    for (FileNode node : identity.nodes("grants")) {
      node.onlyKeys(Set.of("actions", "resources"));
      grants.add(new Grant(actions(node), resources(node)));
    }
    return grants;
  }

  private List<Wildcard> actions(FileNode node) {
    List<Wildcard> actions = new ArrayList<>();
    for (FileNode.Text text : node.texts("actions")) {
      Wildcard action = new Wildcard(text.value().toLowerCase(Locale.ROOT));
      if (PERMISSIONS.keySet().stream().noneMatch(action::matches)) {
        mistakes.add(text.path(), text.value(), "a permission of S3, such as s3:GetObject or s3:*");
      }
      actions.add(action);
    }
    return actions;
  }

  private List<ResourcePattern> resources(FileNode node) {
    List<ResourcePattern> resources = new ArrayList<>();
    for (FileNode.Text text : node.texts("resources")) {
      ResourcePattern resource = ResourcePattern.parse(text.value());
      if (resource == null) {
        mistakes.add(text.path(), text.value(), "bucket, bucket/prefix* or *");
      } else {
        resources.add(resource);
      }
    }
    return resources;
  }
}
