package dev.sluice.integration;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.AssertionFailedError;

/**
 * A file system in an image file, mounted for a test. It is unmounted and its image deleted when it
 * is closed, and at the latest when the process ends. Where mounts are not allowed the test is
 * skipped; where a tool is missing it is, too, unless {@code SLUICE_REQUIRE_CLIENTS} is set.
 */
public final class LoopMount implements AutoCloseable {
  private static final long IMAGE_BYTES = 400L << 20;

  private final Path image;
  private final Path point;
  private final Thread atTheEnd = new Thread(this::remove);

  private LoopMount(Path folder) {
    image = folder.resolve("image");
    point = folder.resolve("mounted");
    Runtime.getRuntime().addShutdownHook(atTheEnd);
  }

  /** A fresh file system of a kind, in a folder that is made. */
  public static LoopMount of(Path folder, String kind) {
    return of(folder, kind, IMAGE_BYTES);
  }

  /** The same of this size, made with these options. */
  public static LoopMount of(Path folder, String kind, long bytes, String... options) {
    Path maker = OutsideClients.fileSystemMaker(kind);
    LoopMount mount = new LoopMount(folder);
    try {
      Files.createDirectories(mount.point);
      try (RandomAccessFile file = new RandomAccessFile(mount.image.toFile(), "rw")) {
        file.setLength(bytes);
      }
      List<String> make = new ArrayList<>(List.of(maker.toString(), "-q"));
      make.addAll(List.of(options));
      make.add(mount.image.toString());
      String failed = run(make);
      if (failed != null) {
        throw new AssertionFailedError(failed);
      }
      String refused = mount.mount();
      String sentence = "file systems of their own are not allowed here: " + refused;
      Assumptions.assumeTrue(refused == null, sentence);
      return mount;
    } catch (IOException e) {
      mount.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      mount.close();
      throw e;
    }
  }

  /** Where it is mounted. */
  public Path point() {
    return point;
  }

  private @Nullable String mount() {
    return run(List.of("mount", "-o", "loop", image.toString(), point.toString()));
  }

  /** Shuts the file system down as a power cut would: nothing more reaches the image. */
  public void cut() {
    String failed = run(List.of("xfs_io", "-x", "-c", "shutdown", point.toString()));
    if (failed != null) {
      throw new AssertionFailedError(failed);
    }
  }

  /** Lets every write to the file system wait, as a disk that hangs does. */
  public void freeze() {
    String failed = run(List.of("fsfreeze", "--freeze", point.toString()));
    if (failed != null) {
      throw new AssertionFailedError(failed);
    }
  }

  /** Lets the writes go on; where none wait, nothing changes. */
  public void thaw() {
    run(List.of("fsfreeze", "--unfreeze", point.toString()));
  }

  /** Mounts the file system again, with what reached the image; nobody may have it in use. */
  public void remount() {
    String failed = run(List.of("umount", point.toString()));
    if (failed == null) {
      failed = mount();
    }
    if (failed != null) {
      throw new AssertionFailedError(failed);
    }
  }

  /** Takes the file system away from whoever has it in use, too. */
  public void unmountLazily() {
    String failed = run(List.of("umount", "--lazy", point.toString()));
    if (failed != null) {
      throw new AssertionFailedError(failed);
    }
  }

  /** Mounts it where it was. */
  public void mountAgain() {
    String failed = mount();
    if (failed != null) {
      throw new AssertionFailedError(failed);
    }
  }

  /** What a command said when it failed; null where it did not. */
  private static @Nullable String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? null : command + ": " + said.strip();
    } catch (IOException e) {
      return String.valueOf(e.getMessage()); // no such program
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionFailedError("interrupted", e);
    }
  }

  private void remove() {
    thaw(); // or it could not be unmounted
    if (run(List.of("umount", point.toString())) != null
        && run(List.of("mountpoint", "-q", point.toString())) == null) {
      // Something is still open in it: it goes with that.
      run(List.of("umount", "--lazy", point.toString()));
    }
    try {
      Files.deleteIfExists(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    remove();
    Runtime.getRuntime().removeShutdownHook(atTheEnd);
  }
}
