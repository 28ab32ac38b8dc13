package dev.sluice.agent.store.local.posix;

/**
 * One event of an {@link Inotify}.
 *
 * @param watch the watch that saw it; -1 for an overflow
 * @param mask what happened, bits of {@link Inotify}
 * @param cookie joins the two halves of one rename
 * @param name the entry it happened to; empty where it is the directory itself
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record InotifyEvent(int watch, int mask, int cookie, byte[] name) {
  /** Events were lost: nothing known from earlier events counts any more. */
  public boolean isOverflow() {
    return (mask & Inotify.OVERFLOW) != 0;
  }

  /** The watch is gone, because its directory is or because it was removed. */
  boolean isWatchGone() {
    return (mask & Inotify.IGNORED) != 0;
  }

  /** Whether the entry is a directory. */
  public boolean isDirectory() {
    return (mask & Inotify.IS_DIRECTORY) != 0;
  }
}
