package dev.sluice.agent.store.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * A small ext4 of its own, in a file that is mounted. Whoever mounts one closes it; what is left
 * when the tests end is unmounted then.
 */
final class LoopImage implements AutoCloseable {
  private final Path mountPoint;
  private final Thread atExit = new Thread(this::unmount);

  private LoopImage(Path mountPoint) {
    this.mountPoint = mountPoint;
  }

  /**
   * Mounts a new one below a folder; the test is skipped with a sentence where that is not allowed.
   */
  static LoopImage mount(Path folder, long bytes) throws IOException {
    Path image = folder.resolve("image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(bytes);
    }
    Path mountPoint = Files.createDirectory(folder.resolve("mounted"));
    LoopImage mounted = new LoopImage(mountPoint);
    // Without a reserve: root would never find it full.
    boolean done =
        succeeds("mkfs.ext4", "-q", "-m", "0", image.toString())
            && succeeds("mount", "-o", "loop", image.toString(), mountPoint.toString());
    Assumptions.assumeTrue(done, "Loop mounts are not allowed here: no file system was filled.");
    Runtime.getRuntime().addShutdownHook(mounted.atExit);
    return mounted;
  }

  /** A folder on it. */
  Path folder() throws IOException {
    return Files.createDirectories(mountPoint.resolve("data"));
  }

  private void unmount() {
    if (!succeeds("umount", mountPoint.toString())) {
      succeeds("umount", "--lazy", mountPoint.toString());
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    unmount();
  }

  private static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
