package dev.sluice.agent.store.local.volume;

import dev.sluice.agent.store.local.posix.Posix;
import java.time.InstantSource;

/**
 * The storage below a data folder, as all parts of an engine share it.
 *
 * @param posix the calls into the kernel
 * @param syncs makes changes durable, or leaves that to the operating system
 * @param damage counts what was found on it and is not as Sluice left it
 * @param freeSpace the reserve of its file systems that writes leave free
 * @param clock the time that new files are stamped with
 * @param fileMode permissions of new files
 * @param directoryMode permissions of new directories
 */
public record Volume(
    Posix posix,
    Syncs syncs,
    DamageCounters damage,
    FreeSpace freeSpace,
    InstantSource clock,
    int fileMode,
    int directoryMode)
    implements AutoCloseable {

  /** A volume on which nothing was found yet. */
  public static Volume of(
      Posix posix,
      boolean fsync,
      FreeSpaceReserve reserve,
      InstantSource clock,
      int fileMode,
      int directoryMode) {
    return new Volume(
        posix,
        new Syncs(posix, fsync),
        new DamageCounters(),
        new FreeSpace(posix, reserve, clock),
        clock,
        fileMode,
        directoryMode);
  }

  /** A volume that is only read. */
  public static Volume toRead(Posix posix, InstantSource clock) {
    return of(posix, false, FreeSpaceReserve.NONE, clock, 0, 0);
  }

  @Override
  public void close() {
    syncs.close();
  }
}
