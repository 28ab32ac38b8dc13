package dev.sluice.agent.store.local.posix;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The kernel's events about changes in watched directories. What this process does itself shows up
 * as well.
 *
 * <p>Watching is safe for use by several threads; draining is for one at a time.
 */
public final class Inotify implements AutoCloseable {
  /** A file was written to, or its attributes changed. */
  static final int MODIFY = 0x2;

  static final int ATTRIBUTES = 0x4;
  static final int CLOSED_AFTER_WRITING = 0x8;
  static final int MOVED_FROM = 0x40;
  public static final int MOVED_TO = 0x80;
  public static final int CREATE = 0x100;
  static final int DELETE = 0x200;
  public static final int DELETE_SELF = 0x400;
  public static final int MOVE_SELF = 0x800;

  /**
   * Names that came or went, and the end of the directory itself: what an ordered snapshot of a
   * directory depends on.
   */
  public static final int NAMES = CREATE | DELETE | MOVED_FROM | MOVED_TO | DELETE_SELF | MOVE_SELF;

  public static final int UNMOUNTED = 0x2000;
  static final int OVERFLOW = 0x4000;
  public static final int IGNORED = 0x8000;
  static final int IS_DIRECTORY = 0x40000000;

  private static final int ONLY_DIRECTORIES = 0x01000000;
  private static final int EXCLUDE_UNLINKED = 0x04000000;
  private static final int HEADER_BYTES = 16;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final Posix posix;
  private final Descriptor queue;
  private final byte[] batch = new byte[SyscallArena.DATA_BYTES];

  private Inotify(Posix posix, Descriptor queue) {
    this.posix = posix;
    this.queue = queue;
  }

  /** A new queue; {@link Errno#EMFILE} where the user has too many of them. */
  public static Inotify open(Posix posix) throws ErrnoException {
    return new Inotify(posix, posix.openInotify());
  }

  /**
   * Watches a directory's entries. The same directory, opened again, has the same watch.
   *
   * @param events bits of this class
   * @return the watch's number, never given again
   */
  public int watch(Descriptor directory, int events) throws ErrnoException {
    return posix.addWatch(queue, directory, events | ONLY_DIRECTORIES | EXCLUDE_UNLINKED);
  }

  /**
   * Ends a watch; its last event is {@link InotifyEvent#isWatchGone}. False where it ended before.
   */
  public boolean unwatch(int watch) throws ErrnoException {
    try {
      posix.removeWatch(queue, watch);
      return true;
    } catch (ErrnoException e) {
      if (e.is(Errno.EINVAL)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Hands over every event that waits now, without waiting for more.
   *
   * @return how many there were
   */
  public int drain(Consumer<InotifyEvent> consumer) throws ErrnoException {
    int count = 0;
    int length = posix.readEvents(queue, batch);
    while (length > 0) {
      int at = 0;
      while (at < length) {
        int nameBytes = (int) INT.get(batch, at + 12);
        consumer.accept(event(at, nameBytes));
        at += HEADER_BYTES + nameBytes;
        count++;
      }
      length = posix.readEvents(queue, batch);
    }
    return count;
  }

  private InotifyEvent event(int at, int nameBytes) {
    int from = at + HEADER_BYTES;
    int to = from;
    // The name is padded with NULs.
    while (to < from + nameBytes && batch[to] != 0) {
      to++;
    }
    return new InotifyEvent(
        (int) INT.get(batch, at),
        (int) INT.get(batch, at + 4),
        (int) INT.get(batch, at + 8),
        Arrays.copyOfRange(batch, from, to));
  }

  /** Waits for an event, at most so long; true when there is one. */
  boolean await(Duration timeout) throws ErrnoException {
    return posix.awaitReadable(queue, timeout);
  }

  @Override
  public void close() {
    queue.close();
  }
}
