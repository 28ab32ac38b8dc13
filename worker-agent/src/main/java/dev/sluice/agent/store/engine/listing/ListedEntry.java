package dev.sluice.agent.store.engine.listing;

import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.model.ObjectKey;

/** One line of a listing. */
public sealed interface ListedEntry {
  /**
   * An object.
   *
   * @param key its key
   * @param object as it is now
   */
  record Key(ObjectKey key, StoredObject object) implements ListedEntry {}

  /**
   * At least one key that begins so.
   *
   * @param prefix ends with {@code /}
   */
  record Directory(String prefix) implements ListedEntry {}
}
