package dev.sluice.agent.store.local;

import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.local.volume.FolderIdentity;
import dev.sluice.agent.store.local.volume.StoreDemand;

/** A data folder that may go away while it is served. */
interface FolderStorage extends ReadableStorage {
  /** The folder as it was opened. */
  FolderIdentity folder();

  /** The demand on the folder for it to be opened again in place of this one. */
  StoreDemand demand();

  /**
   * Lets every use of the folder fail from now on, so that what is still under way changes nothing
   * after another storage has taken over.
   */
  void abandon();
}
