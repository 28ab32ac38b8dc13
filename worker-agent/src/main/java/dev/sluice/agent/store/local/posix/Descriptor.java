package dev.sluice.agent.store.local.posix;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A handle on an open file or directory.
 *
 * <p>Safe for use by several threads, also while one of them closes it: a call under way ends
 * first, later ones fail with {@link Errno#EBADF}. Closing twice does nothing. Who wants to read on
 * whatever the owner does takes a handle of their own by {@link #share()}; the file is closed with
 * the last handle.
 */
public final class Descriptor implements AutoCloseable {
  private final CountedDescriptor counted;
  private final @Nullable Descriptor within;
  private final byte[] path;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Map<String, Descriptor> links = Map.of();

  /**
   * Takes the counted descriptor's one user over.
   *
   * @param within the directory that the path begins in; null where it begins anywhere
   * @param path what it was opened as, for messages; not to be changed
   */
  public Descriptor(CountedDescriptor counted, @Nullable Descriptor within, byte[] path) {
    this.counted = counted;
    this.within = within;
    this.path = path;
  }

  /** One more handle on the same open file, with its own life. */
  public Descriptor share() throws ErrnoException {
    return new Descriptor(hold(), within, path);
  }

  /** Keeps the file open until the result is closed. */
  public CountedDescriptor hold() throws ErrnoException {
    if (counted.isAbandoned()) {
      throw new ErrnoException(Errno.ESTALE, "use after the data folder went away", path);
    }
    if (closed.get() || !counted.enter()) {
      throw new ErrnoException(Errno.EBADF, "use of a closed descriptor", path);
    }
    return counted;
  }

  /** The path it was opened by: for messages only, the file may have moved since. */
  public byte[] path() {
    return path;
  }

  /** The directory that its path begins in; null where it begins anywhere. */
  @Nullable Descriptor within() {
    return within;
  }

  /** The place it was opened at, from the root of the storage on: for messages only. */
  public String place() {
    return within == null ? Names.show(path) : within.place() + "/" + Names.show(path);
  }

  /**
   * Lets paths that begin with one of these names go on in the directory it stands for. They are
   * closed with this.
   */
  public void follow(Map<String, Descriptor> names) {
    links = Map.copyOf(names);
  }

  /** The directory that the first name of a path stands for; null: the name itself counts. */
  public @Nullable Descriptor linked(byte[] path) {
    Map<String, Descriptor> known = links;
    if (known.isEmpty()) {
      return null;
    }
    int end = 0;
    while (end < path.length && path[end] != '/') {
      end++;
    }
    return known.get(Names.show(Arrays.copyOf(path, end)));
  }

  public boolean isClosed() {
    return closed.get();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      links.values().forEach(Descriptor::close);
      counted.close();
    }
  }
}
