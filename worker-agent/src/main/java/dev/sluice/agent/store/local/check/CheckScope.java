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
 * What all parts of a check share.
 *
 * @param volume what the folder lies on; it is only read, unless there is a repairer
 * @param root the data folder
 * @param live whether an agent serves the folder meanwhile
 * @param verify whether the bytes of objects are read
 * @param now when the check began
 * @param findings is told
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
   * What an agent that runs has not touched for as long belongs to nobody any more: a client that
   * sends bytes is cut off long before.
   */
  static final Duration LEFTOVER_AGE = Duration.ofHours(1);

  Posix posix() {
    return volume.posix();
  }

  /** Whether nobody can be at work on it. */
  boolean isIdle(FileStat stat) {
    return !live || stat.modified().isBefore(now.minus(LEFTOVER_AGE));
  }

  /** Something that can be removed, with all below it. */
  ErrnoAction removal(Descriptor directory, byte[] name) {
    return () -> repair().remove(directory, name);
  }

  /** The repairer, by those who repair. */
  Repairer repair() {
    if (repairer == null) {
      throw new IllegalStateException("a check that only looks was to repair");
    }
    return repairer;
  }
}
