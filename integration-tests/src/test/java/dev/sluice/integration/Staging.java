package dev.sluice.integration;

import dev.sluice.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an agent has staged and not yet published or removed.
 *
 * @param folder the staging folder of a data folder
 */
public record Staging(Path folder) {

  public static Staging of(Path data) {
    return new Staging(data.resolve(".sluice/staging"));
  }

  /** Waits until something is staged. */
  void awaitSome() {
    var _ = Await.until("staged", this::staged, staged -> !staged.isEmpty());
  }

  /** Waits until nothing is: a server notices in its own time that a client went away. */
  public void awaitNone() {
    var _ = Await.until("staged", this::staged, List::isEmpty);
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
