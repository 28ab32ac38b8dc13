package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.volume.StorageArea;

/** The way of an object into a directory at its own place where no exchange of names takes it. */
@FunctionalInterface
public interface Relocation {
  /**
   * Makes a directory of a place where an object is, with the object inside.
   *
   * @param above the directory of the place
   */
  void takeIn(StorageArea area, Descriptor above, ObjectPath path) throws ErrnoException;
}
