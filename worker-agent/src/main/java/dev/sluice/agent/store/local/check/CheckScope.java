package dev.sluice.agent.store.local.check;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoAction;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.volume.Volume;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The context that all parts of a check share.
 *
 * @param volume what the folder lies on; it is only read, unless there is a repairer
 * @param root the data folder
 * @param live whether an agent serves the folder meanwhile
 * @param verify whether the bytes of objects are read
 * @param now when the check began
 * @param findings receives what is found
 * @param repairer null where nothing is repaired
 */
record CheckScope(
    Volume volume,
    Descriptor root,
    boolean live,
    boolean verify,
    Instant now,
    Findings findings,
    @Nullable Repairer repairer) {
  /**
   * The age of a leftover: what a running agent has not touched for so long is not in use, since a
   * client that sends bytes is cut off long before.
   */
  static final Duration LEFTOVER_AGE = Duration.ofHours(1);

  Posix posix() {
    return volume.posix();
  }

  /** Whether it cannot be in use. */
  boolean isIdle(FileStat stat) {
    return !live || stat.modified().isBefore(now.minus(LEFTOVER_AGE));
  }

  /** Something that can be removed, with all below it. */
  ErrnoAction removal(Descriptor directory, byte[] name) {
    return () -> repair().remove(directory, name);
  }

  /** The repairer; only where the check repairs. */
  Repairer repair() {
    if (repairer == null) {
      throw new IllegalStateException("a check that only looks was to repair");
    }
    return repairer;
  }
}
