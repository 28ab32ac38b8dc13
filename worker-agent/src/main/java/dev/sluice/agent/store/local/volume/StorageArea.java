package dev.sluice.agent.store.local.volume;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Opening;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * Sluice's own directories on one file system: for what is on its way, for uploads, for sidecars
 * and for objects that move. There is one in the root, and one in each bucket that is a file system
 * of its own, since names cannot move from one to another.
 */
public final class StorageArea implements AutoCloseable {
  private static final int MODE = 0700;

  /**
   * Begins every name that is given from here: what begins otherwise was left behind by who had the
   * area before.
   */
  private final String session =
      HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()) + "-";

  private final AtomicLong names = new AtomicLong();
  private final Descriptor staging;
  private final Descriptor uploads;
  private final Descriptor sidecars;
  private final Descriptor moves;
  private final Capabilities capabilities;
  private final DeferredRelease release;
  private final FreeSpaceMonitor space;

  private StorageArea(
      Descriptor staging,
      Descriptor uploads,
      Descriptor sidecars,
      Descriptor moves,
      Capabilities capabilities,
      DeferredRelease release,
      FreeSpaceMonitor space) {
    this.staging = staging;
    this.uploads = uploads;
    this.sidecars = sidecars;
    this.moves = moves;
    this.capabilities = capabilities;
    this.release = release;
    this.space = space;
  }

  /** Opens the area inside a directory of Sluice's own, made before where it is missing. */
  public static StorageArea open(Volume volume, Descriptor directory) throws ErrnoException {
    return open(volume, directory, directory, capabilities -> capabilities);
  }

  /**
   * Opens the area of one agent of several: what is on its way lies in a directory of its own, the
   * rest is common to all of them.
   *
   * @param own the agent's
   * @param common where Sluice's own directories lie
   */
  public static StorageArea openShared(Volume volume, Descriptor own, Descriptor common)
      throws ErrnoException {
    // A record is replaced with a copy of its file, so that files are not known again.
    return open(volume, own, common, Capabilities::withoutIdentity);
  }

  private static StorageArea open(
      Volume volume, Descriptor own, Descriptor common, UnaryOperator<Capabilities> used)
      throws ErrnoException {
    Posix posix = volume.posix();
    try (Opening opening = new Opening()) {
      Descriptor staging = opening.add(openOrMake(posix, own, "staging"));
      Capabilities capabilities = used.apply(Capabilities.probe(posix, volume.syncs(), staging));
      Descriptor uploads = opening.add(openOrMake(posix, common, "uploads"));
      Descriptor sidecars = opening.add(openOrMake(posix, common, "sidecars"));
      Descriptor moves = opening.add(openOrMake(posix, own, "moves"));
      DeferredRelease release =
          new DeferredRelease(posix, posix.stat(staging).device(), capabilities.nameless());
      return opening.done(
          new StorageArea(
              staging,
              uploads,
              sidecars,
              moves,
              capabilities,
              release,
              volume.freeSpace().watch(staging, release)));
    }
  }

  /** The same area, where what is on its way lies elsewhere; closed with this one. */
  public StorageArea within(Descriptor folder) {
    return new StorageArea(folder, uploads, sidecars, moves, capabilities, release, space);
  }

  private static Descriptor openOrMake(Posix posix, Descriptor directory, String name)
      throws ErrnoException {
    return Tree.openOrMakeDirectory(posix, directory, Names.of(name), MODE);
  }

  public Descriptor staging() {
    return staging;
  }

  public Descriptor uploads() {
    return uploads;
  }

  public Descriptor sidecars() {
    return sidecars;
  }

  /** Objects that an exchange of names would move in one step, while they move in several. */
  public Descriptor moves() {
    return moves;
  }

  public Capabilities capabilities() {
    return capabilities;
  }

  /** Frees the large files of its file system that lose their names. */
  public DeferredRelease release() {
    return release;
  }

  /** Watches the room on its file system. */
  public FreeSpaceMonitor space() {
    return space;
  }

  /** An unused name in the area. */
  public byte[] nextName() {
    return Names.of(session + names.incrementAndGet());
  }

  /** Whether a name was given from here. */
  public boolean isOurs(byte[] name) {
    return Names.show(name).startsWith(session);
  }

  @Override
  public void close() {
    staging.close();
    uploads.close();
    sidecars.close();
    moves.close();
    release.shutdown();
  }
}
