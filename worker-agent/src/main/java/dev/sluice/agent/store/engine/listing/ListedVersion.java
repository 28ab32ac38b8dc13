package dev.sluice.agent.store.engine.listing;

import dev.sluice.agent.store.engine.object.DeleteMarker;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.model.ObjectKey;

/** One line of a listing of versions. */
public sealed interface ListedVersion {
  /**
   * A version with bytes.
   *
   * @param key its key
   * @param object as it is now
   * @param latest whether it is the newest of its key, and so the current object
   */
  record Stored(ObjectKey key, StoredObject object, boolean latest) implements ListedVersion {}

  /**
   * A delete marker.
   *
   * @param key its key
   * @param marker as it is now
   * @param latest whether it is the newest of its key, so that there is no object
   */
  record Marker(ObjectKey key, DeleteMarker marker, boolean latest) implements ListedVersion {}

  /**
   * At least one version of a key that begins so.
   *
   * @param prefix ends with {@code /}
   */
  record Directory(String prefix) implements ListedVersion {}
}
