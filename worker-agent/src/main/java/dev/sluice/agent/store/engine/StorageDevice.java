package dev.sluice.agent.store.engine;

/**
 * A part of a storage that may be slow or hang by itself while the others go on: a file system.
 *
 * @param name unique within the storage; empty: the part that all buckets share
 * @param local whether it answers as a disk of this machine does; over a network any call may take
 *     long
 */
public record StorageDevice(String name, boolean local) {
  /** All of a storage of whose parts nothing is known. */
  public static final StorageDevice WHOLE = new StorageDevice("", false);
}
