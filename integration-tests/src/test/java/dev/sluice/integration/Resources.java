package dev.sluice.integration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Scripts of the tests, for clients that want them as files. */
final class Resources {

  private Resources() {}

  /** Copies resources, such as the sources of a program, into a folder. */
  static Path copyAll(Path folder, String... names) throws IOException {
    for (String name : names) {
      copy(name, folder);
    }
    return folder;
  }

  /** Copies a resource into a folder. */
  static Path copy(String name, Path folder) throws IOException {
    try (InputStream resource =
        Objects.requireNonNull(Resources.class.getResourceAsStream("/" + name), name)) {
      Path copy = folder.resolve(name.substring(name.lastIndexOf('/') + 1));
      Files.copy(resource, copy);
      return copy;
    }
  }
}
