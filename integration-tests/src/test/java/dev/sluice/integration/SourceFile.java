package dev.sluice.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A text file that people write here.
 *
 * @param path relative to the root of the source tree, with {@code /}
 * @param text all of it
 */
record SourceFile(String path, String text) {

  private static final Set<String> SKIPPED_FOLDERS =
      Set.of("target", ".git", ".idea", ".vscode", ".sluice-build", "data", "__pycache__");

  /** Every one, in the order of their paths. */
  static List<SourceFile> all() {
    Path root = TestProject.directory();
    List<SourceFile> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return SKIPPED_FOLDERS.contains(folder.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              String path = root.relativize(file).toString();
              if (isText(path)) {
                files.add(new SourceFile(path, Files.readString(file)));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.sort((one, other) -> one.path.compareTo(other.path));
    return files;
  }

  /** The lines, without their ends. */
  List<String> lines() {
    return text.lines().toList();
  }

  boolean isJava() {
    return path.endsWith(".java");
  }

  boolean isTest() {
    return path.contains("/src/test/");
  }

  private static boolean isText(String path) {
    return path.matches(".*\\.(java|proto|xml|md|ya?ml|properties|config|py|sh)")
        || path.equals("sluice")
        || path.equals(".ci/run")
        || path.equals(".gitignore");
  }
}
