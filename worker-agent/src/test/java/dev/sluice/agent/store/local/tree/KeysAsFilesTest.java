package dev.sluice.agent.store.local.tree;

import static dev.sluice.agent.store.local.posix.TestPaths.bytes;
import static dev.sluice.agent.store.local.posix.TestPaths.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.key.KeyPath;
import dev.sluice.agent.store.local.Fixture;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.DirectoryCursor;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.volume.FreeSpaceReserve;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
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

  private static final BucketName BUCKET = Fixture.BUCKET;

  @TempDir private Path root;

  @Test
  void everyKey_canBeAFile_andIsFoundAgainByItsPath() throws Exception {
    Files.createDirectory(root.resolve(BUCKET.value()));
    Posix posix = Posix.system();
    Volume volume =
        Volume.of(posix, false, FreeSpaceReserve.NONE, InstantSource.system(), 0644, 0755);
    try (Descriptor base = posix.openRoot(bytes(root.toString()));
        Descriptor bucket = posix.openDirectory(base, bytes(BUCKET.value()))) {
      Directories directories =
          new Directories(volume, base, new NewFolders(volume), DirectoryChanges.UNHEARD);
      for (String key : KEYS) {
        ObjectPath path = ObjectPath.of(BUCKET, new ObjectKey(key));
        try (Descriptor above = directories.openOrMake(path, null)) {
          posix.create(above, path.name(), 0644).close();
        }
        posix.openForReading(bucket, path.path()).close();
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
        ObjectPath file = ObjectPath.of(BUCKET, path);
        try (Descriptor above = directories.open(file)) {
          posix.unlink(above, file.name());
        }
        directories.prune(BUCKET, file.directory());
      }
      assertThat(root.resolve(BUCKET.value())).isEmptyDirectory();
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
}
