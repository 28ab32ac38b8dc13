package dev.sluice.agent.store.local.volume;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Posix;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;

/** The common part of the monitors of all file systems. */
public final class FreeSpace {
  private final Posix posix;
  private final FreeSpaceReserve reserve;
  private final InstantSource clock;
  private final LongAdder refused = new LongAdder();

  public FreeSpace(Posix posix, FreeSpaceReserve reserve, InstantSource clock) {
    this.posix = posix;
    this.reserve = reserve;
    this.clock = clock;
  }

  /**
   * Watches the file system of a directory.
   *
   * @param directory stays open as long as the watch is used
   */
  FreeSpaceMonitor watch(Descriptor directory) {
    return new FreeSpaceMonitor(posix, directory, reserve, clock, refused);
  }

  /** Writes that were refused for want of space, before the file system did. */
  public long refused() {
    return refused.sum();
  }
}
