package dev.sluice.agent.store.local;

import static dev.sluice.agent.store.local.TestPaths.bytes;
import static dev.sluice.agent.store.local.TestPaths.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.KeyPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the kernel takes what the key mapping promises to be paths. */
class KeysAsFilesTest {
  private static final List<String> KEYS =
      List.of(
          "plain/key.txt",
          "plain/",
          "plain//",
          "/",
          "/".repeat(1024),
          "../../etc/passwd",
          "./.",
          "a/".repeat(511) + "z",
          "b/".repeat(512),
          "c//".repeat(341),
          "..//".repeat(255) + "end",
          "\0//".repeat(341) + "z",
          "\0/".repeat(512),
          "%\0".repeat(512),
          "%".repeat(1024),
          "x".repeat(1024),
          "é".repeat(512),
          "😀".repeat(256),
          ".%".repeat(512),
          ".%//".repeat(256),
          ".%self",
          "line\nbreak\ttab\u007f\u0001");

  @TempDir private Path directory;

  @Test
  void everyKey_canBeAFile_andIsFoundAgainByItsPath() throws IOException {
    Posix posix = Posix.system();
    try (Descriptor bucket = posix.openRoot(bytes(directory.toString()))) {
      PathWalk walk = new PathWalk(posix, bucket, 0755, false);
      for (String key : KEYS) {
        byte[] path = KeyPath.POSIX.encode(bytes(key));
        walk.put(path, (parent, name) -> close(posix.create(parent.directory(), name, 0644)));
        posix.openForReading(bucket, path).close();
      }

      List<byte[]> paths = new ArrayList<>();
      collect(posix, bucket, "", paths);
      assertThat(paths).hasSameSizeAs(KEYS);
      assertThat(
              paths.stream()
                  .map(KeyPath.POSIX::decode)
                  .map(key -> key == null ? "none" : text(key)))
          .containsExactlyInAnyOrderElementsOf(KEYS);

      for (byte[] path : paths) {
        try (Descriptor parent = walk.openParent(path)) {
          posix.unlink(parent, PathWalk.leaf(path));
        }
        walk.removeEmptyParents(path);
      }
      assertThat(directory).isEmptyDirectory();
    }
  }

  private static void collect(Posix posix, Descriptor directory, String prefix, List<byte[]> paths)
      throws IOException {
    try (DirectoryCursor entries = DirectoryCursor.open(posix, directory)) {
      while (entries.next()) {
        byte[] name = entries.name();
        String path = prefix + text(name);
        if (posix.stat(directory, name).isDirectory()) {
          try (Descriptor below = posix.openDirectory(directory, name)) {
            collect(posix, below, path + "/", paths);
          }
        } else {
          paths.add(bytes(path));
        }
      }
    }
  }

  private static boolean close(Descriptor descriptor) {
    descriptor.close();
    return true;
  }
}
