package dev.sluice.agent.store.local;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Directories of a bucket whose names may not survive a power cut yet: about to be made, or made
 * and not yet synced.
 *
 * <p>Who finds a directory there did not make it, and would not sync its name; if its maker has not
 * done so yet, an object in it could be acknowledged and lost with the directory. So makers enter a
 * directory before they make it and leave after the sync, and everybody else looks here after
 * opening.
 */
final class UnsyncedDirectories {
  private final ConcurrentHashMap<String, Integer> makers = new ConcurrentHashMap<>();

  void enter(byte[] path) {
    makers.merge(key(path, path.length), 1, Integer::sum);
  }

  void leave(byte[] path) {
    makers.computeIfPresent(key(path, path.length), (key, count) -> count == 1 ? null : count - 1);
  }

  boolean isEmpty() {
    return makers.isEmpty();
  }

  /** Whether the directory named by the path's first bytes is among them. */
  boolean holds(byte[] path, int length) {
    return makers.containsKey(key(path, length));
  }

  private static String key(byte[] path, int length) {
    return new String(Arrays.copyOf(path, length), StandardCharsets.ISO_8859_1);
  }
}
