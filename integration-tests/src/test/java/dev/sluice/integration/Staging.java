package dev.sluice.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;

/**
 * What an agent has staged and not yet published or removed.
 *
 * @param folder the staging folder of a data folder
 */
public record Staging(Path folder) {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(20);

  public static Staging of(Path data) {
    return new Staging(data.resolve(".sluice/staging"));
  }

  /** Waits until something is staged. */
  void awaitSome() {
    await(staged -> !staged.isEmpty(), "nothing was staged");
  }

  /** Waits until nothing is: a server notices in its own time that a client went away. */
  public void awaitNone() {
    await(List::isEmpty, "something stays staged");
  }

  private void await(Predicate<List<Path>> good, String otherwise) {
    long end = System.nanoTime() + LIMIT.toNanos();
    List<Path> staged = staged();
    while (!good.test(staged)) {
      if (System.nanoTime() > end) {
        throw new AssertionFailedError(otherwise + ": " + staged);
      }
      LockSupport.parkNanos(POLL.toNanos());
      staged = staged();
    }
  }

  private List<Path> staged() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
