package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.FileStat;
import org.jspecify.annotations.Nullable;

/**
 * The one of a key's two homes that counts now.
 *
 * @param directory the directory it lies in, open
 * @param path where that is
 * @param stat the file there; null where there is none
 */
public record ObjectLocation(Descriptor directory, ObjectPath path, @Nullable FileStat stat)
    implements AutoCloseable {
  public byte[] name() {
    return path.name();
  }

  @Override
  public void close() {
    directory.close();
  }
}
