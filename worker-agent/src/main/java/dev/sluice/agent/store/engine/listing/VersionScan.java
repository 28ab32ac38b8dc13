package dev.sluice.agent.store.engine.listing;

import dev.sluice.agent.store.engine.object.VersionId;
import org.jspecify.annotations.Nullable;

/**
 * The selection of a page of versions.
 *
 * @param keys which keys, and how many versions, markers and directories together
 * @param after only of the key that the lower bound is: the version after which the page begins;
 *     null: with the newest one. Where it is not there any more the page begins with the newest
 *     one, too: rather one version twice than one never
 */
public record VersionScan(ListScan keys, @Nullable VersionId after) {
  /** The same where each key has its null version alone. */
  public ListScan ofNullVersions() {
    return VersionId.NULL.equals(after) ? keys.after() : keys;
  }
}
