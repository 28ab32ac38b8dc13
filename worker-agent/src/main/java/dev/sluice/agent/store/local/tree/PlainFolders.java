package dev.sluice.agent.store.local.tree;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Folders that have neither a group nor an access control list for what is put into them,
 * remembered for a moment: many puts into one folder need not look at it each time.
 */
public final class PlainFolders {
  /** The time for which a folder may still count as plain after it got a group or a list. */
  static final Duration REMEMBERED = Duration.ofSeconds(1);

  /** Bound of the folders that are remembered; beyond it all of them are looked at again. */
  private static final int MAX_FOLDERS = 1024;

  private final InstantSource clock;

  /** By their paths, with the time at which they have to be looked at again. */
  private final Map<String, Instant> folders = new ConcurrentHashMap<>();

  public PlainFolders(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether a folder was plain when it was looked at last, which is not long ago. */
  public boolean contains(String path) {
    Instant end = folders.get(path);
    if (end == null) {
      return false;
    }
    Instant now = clock.instant();
    // A clock that was set back would make a moment of hours.
    return now.isBefore(end) && !now.isBefore(end.minus(REMEMBERED));
  }

  /** Remembers a folder that was found to be plain. */
  public void add(String path) {
    if (folders.size() >= MAX_FOLDERS) {
      folders.clear();
    }
    folders.put(path, clock.instant().plus(REMEMBERED));
  }

  int size() {
    return folders.size();
  }
}
