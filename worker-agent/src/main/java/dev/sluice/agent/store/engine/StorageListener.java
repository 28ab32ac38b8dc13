package dev.sluice.agent.store.engine;

/** A listener that hears when a storage goes away and when it comes back. */
public interface StorageListener {
  /** Called after each change; {@code present} says whether the storage is there now. */
  void changed(boolean present);
}
