package dev.sluice.agent.store.local;

import dev.sluice.agent.store.engine.StorageEngine;

/** An engine over a data folder that may go away while it is served. */
interface FolderEngine extends StorageEngine {
  /** The folder as it was opened. */
  FolderIdentity folder();

  /** What the folder has to hold for the engine to be opened anew in place of this one. */
  StoreDemand demand();

  /**
   * Lets every use of the folder fail from now on, so that what is still under way changes nothing
   * after another engine has taken over.
   */
  void abandon();
}
