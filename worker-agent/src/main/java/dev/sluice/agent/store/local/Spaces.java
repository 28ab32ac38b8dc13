package dev.sluice.agent.store.local;

import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;

/** What the watches over all file systems have in common. */
final class Spaces {
  private final Posix posix;
  private final SpaceReserve reserve;
  private final InstantSource clock;
  private final LongAdder refused = new LongAdder();

  Spaces(Posix posix, SpaceReserve reserve, InstantSource clock) {
    this.posix = posix;
    this.reserve = reserve;
    this.clock = clock;
  }

  /**
   * Watches the file system of a directory.
   *
   * @param directory stays open as long as the watch is used
   */
  SpaceWatch watch(Descriptor directory) {
    return new SpaceWatch(posix, directory, reserve, clock, refused);
  }

  /** Writes that were refused for want of space, before the file system did. */
  long refused() {
    return refused.sum();
  }
}
