package dev.sluice.agent.store.local;

import dev.sluice.agent.store.key.KeyPath;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A data folder as other programs see it. */
public record OutsideFolder(Path root) {
  public static OutsideFolder create() throws IOException {
    return new OutsideFolder(Files.createTempDirectory("sluice-engine"));
  }

  public void makeBucket(BucketName bucket) {
    try {
      Files.createDirectory(root.resolve(bucket.value()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void write(BucketName bucket, ObjectKey key, byte[] bytes) {
    try {
      Path file = root.resolve(bucket.value()).resolve(text(KeyPath.POSIX.encode(key.utf8())));
      if (Files.isDirectory(file)) {
        file = file.resolve(text(KeyPath.selfName()));
      }
      FileTime before = Files.exists(file) ? Files.getLastModifiedTime(file) : null;
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      if (before != null && Files.getLastModifiedTime(file).equals(before)) {
        Files.setLastModifiedTime(file, FileTime.from(before.toInstant().plusMillis(5)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(byte[] path) {
    return new String(path, StandardCharsets.UTF_8);
  }

  public void delete() throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(root)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
