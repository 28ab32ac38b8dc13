package dev.sluice.integration.trial.crash;

import dev.sluice.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What lies in a data folder that should be empty. */
final class LeftOnDisk {
  private LeftOnDisk() {}

  /** All was deleted, so that nothing may be there: no staging, no upload, no directory. */
  static void requireNone(Path data) {
    var _ = Await.until("left on the disk", () -> left(data), List::isEmpty);
  }

  private static List<String> left(Path data) {
    List<String> left = new ArrayList<>();
    addFiles(left, data, List.of(".sluice", "lost+found"));
    for (String area : List.of("staging", "uploads", "moves", "sidecars", "buckets")) {
      addFiles(left, data.resolve(".sluice").resolve(area), List.of());
    }
    return left;
  }

  private static void addFiles(List<String> left, Path folder, List<String> but) {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(file -> !but.contains(file.getFileName().toString()))
            .forEach(file -> left.add(file.toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
