package dev.sluice.common.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Files that others write while this process runs. They are read only once they have stood still
 * for a while: what is still being written is half of something, and of several files that belong
 * together one is replaced before the other.
 */
public final class WatchedFiles implements AutoCloseable {
  /** The interval between two checks, and the time for which files have to stand still. */
  public static final Duration PERIOD = Duration.ofSeconds(1);

  /** The number of checks at a start before it gives up. */
  private static final int LOOKS_AT_START = 10;

  /** A wait of one period; a parameter, so that tests can let something else happen meanwhile. */
  public interface Pause {
    /** A real one. */
    Pause REAL = () -> Thread.sleep(PERIOD);

    /** Returns after a period. */
    void await() throws InterruptedException;
  }

  /**
   * A reader that makes a value of the files.
   *
   * @param <T> what
   * @param <X> how that fails
   */
  public interface Reader<T, X extends Exception> {
    /** Reads the files. */
    T read() throws X;
  }

  /** The state of a file, that distinguishes two contents of it without reading. */
  private record Stamp(Path file, FileTime modified, long size, @Nullable Object identity) {}

  private final List<Path> files;
  private final ScheduledExecutorService watch;

  /** The state of the files when they were read last; empty: one of them was not there. */
  private Optional<List<Stamp>> read;

  /** The state of the files at the last look. */
  private Optional<List<Stamp>> seen;

  /**
   * The files as they are now, which are taken for read once {@link #readAtRest} has returned.
   *
   * @param name of the thread that looks after them
   */
  public WatchedFiles(String name, List<Path> files) {
    this.files = List.copyOf(files);
    this.watch =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name).factory());
    this.seen = stamps();
    this.read = seen;
  }

  /**
   * The value that a reader makes of the files at a start, once they stand still and if they still
   * did while they were read. Fails with StartupException where they go on changing.
   */
  public synchronized <T, X extends Exception> T readAtRest(
      InstantSource clock, Pause pause, Reader<T, X> reader) throws X {
    for (int look = 0; look < LOOKS_AT_START; look++) {
      if (isOld(clock.instant()) || standStill(pause)) {
        T content = reader.read();
        if (areAsRead()) {
          return content;
        }
        read = stamps();
        seen = read;
      }
    }
    throw new StartupException(
        files + ": still being written (expected: unchanged for " + PERIOD.toSeconds() + " s)");
  }

  private boolean standStill(Pause pause) {
    try {
      pause.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("interrupted while " + files + " were written", e);
    }
    Optional<List<Stamp>> before = seen;
    seen = stamps();
    read = seen;
    return before.equals(seen);
  }

  /**
   * Whether the files were not written for a period, by the files' own times; a missing one is old.
   */
  private boolean isOld(Instant now) {
    return seen.stream()
        .flatMap(List::stream)
        .allMatch(stamp -> !stamp.modified().toInstant().plus(PERIOD).isAfter(now));
  }

  /**
   * Looks at the files.
   *
   * @return whether they are others than those that were read last and have stood still since the
   *     look before, a period ago; then they are taken for read
   */
  public synchronized boolean settledAnew() {
    Optional<List<Stamp>> now = stamps();
    boolean settled = now.equals(seen);
    seen = now;
    if (!settled || now.equals(read)) {
      return false;
    }
    read = now;
    return true;
  }

  /** Whether the files are the ones that were read, without a write since. */
  public synchronized boolean areAsRead() {
    return stamps().equals(read);
  }

  /** Looks at the files every period until it is closed. */
  public void start(Runnable look) {
    long period = PERIOD.toMillis();
    var _ = watch.scheduleWithFixedDelay(look, period, period, TimeUnit.MILLISECONDS);
  }

  /** Looks after the files no longer. */
  @Override
  public void close() {
    watch.shutdownNow();
  }

  private Optional<List<Stamp>> stamps() {
    List<Stamp> all = new ArrayList<>();
    try {
      for (Path file : files) {
        Path real = file.toRealPath();
        BasicFileAttributes now = Files.readAttributes(real, BasicFileAttributes.class);
        all.add(new Stamp(real, now.lastModifiedTime(), now.size(), now.fileKey()));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.of(all);
  }
}
