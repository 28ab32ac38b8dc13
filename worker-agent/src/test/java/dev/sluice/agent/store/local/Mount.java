package dev.sluice.agent.store.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.AssertionFailedError;

/**
 * A file system mounted for a test, unmounted when it is closed and at the latest when the process
 * ends. Where mounts are not allowed the test is skipped; where a tool is missing it is, too,
 * unless {@code SLUICE_REQUIRE_CLIENTS} is set.
 */
public final class Mount implements AutoCloseable {
  private static final long IMAGE_BYTES = 320L << 20;

  private final Path point;
  private final Thread atTheEnd = new Thread(this::unmount);

  private Mount(Path point) {
    this.point = point;
    Runtime.getRuntime().addShutdownHook(atTheEnd);
  }

  /** A fresh file system of a kind in an image file, mounted over a directory. */
  public static Mount image(Path point, String kind, String debianPackage) throws IOException {
    return image(point, kind, debianPackage, IMAGE_BYTES);
  }

  /** The same, of a size, made with these options. */
  static Mount image(Path point, String kind, String debianPackage, long bytes, String... options)
      throws IOException {
    Path maker = tool("mkfs." + kind, debianPackage);
    Path image = Files.createTempFile("sluice-", "." + kind);
    try {
      try (var file = new java.io.RandomAccessFile(image.toFile(), "rw")) {
        file.setLength(bytes);
      }
      List<String> make = new ArrayList<>(List.of(maker.toString(), "-q"));
      make.addAll(List.of(options));
      make.add(image.toString());
      String said = run(make);
      if (said != null) {
        throw new AssertionFailedError("mkfs." + kind + ": " + said);
      }
      return mount(point, "-o", "loop", image.toString());
    } finally {
      // The mount keeps it as long as it needs it.
      Files.delete(image);
    }
  }

  /** A folder once more, to be read only. */
  public static Mount readOnly(Path point, Path folder) throws IOException {
    return mount(point, "--bind", "-o", "ro", folder.toString());
  }

  /** One that lies in memory. */
  public static Mount memory(Path point) throws IOException {
    return mount(point, "-t", "tmpfs", "-o", "size=16m", "tmpfs");
  }

  /** A folder once more. */
  public static Mount bind(Path point, Path folder) throws IOException {
    return mount(point, "--bind", folder.toString());
  }

  /** One that lies in memory and has no extended attributes. */
  public static Mount withoutAttributes(Path point) throws IOException {
    return mount(point, "-t", "ramfs", "ramfs");
  }

  /** Gives a folder a project, as quotas do, which all that is made in it inherits. */
  public static void project(Path folder, int number) throws IOException {
    Path chattr = tool("chattr", "e2fsprogs");
    String failed =
        run(List.of(chattr.toString(), "-p", String.valueOf(number), "+P", folder.toString()));
    if (failed != null) {
      throw new AssertionFailedError(failed);
    }
  }

  /** A union of two folders, of one kind of FUSE. */
  static Mount union(Path point, Path first, Path second) throws IOException {
    Path mergerfs = tool("mergerfs", "mergerfs");
    String refused = run(List.of(mergerfs.toString(), first + ":" + second, point.toString()));
    Assumptions.assumeTrue(refused == null, () -> "mounts are not allowed here: " + refused);
    return new Mount(point);
  }

  private static Mount mount(Path point, String... what) throws IOException {
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(what));
    command.add(point.toString());
    String refused = run(command);
    Assumptions.assumeTrue(refused == null, () -> "mounts are not allowed here: " + refused);
    return new Mount(point);
  }

  /** A tool of this name. */
  public static Path tool(String name, String debianPackage) {
    String folders = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
    return Stream.of(folders.split(":"))
        .map(folder -> Path.of(folder).resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(() -> absent(name + " is not there: install Debian's package " + debianPackage));
  }

  private static Path absent(String sentence) {
    if (System.getenv("SLUICE_REQUIRE_CLIENTS") != null) {
      throw new AssertionFailedError(sentence);
    }
    return Assumptions.abort(sentence);
  }

  /** What a command said when it failed; null where it did not. */
  private static @org.jspecify.annotations.Nullable String run(List<String> command)
      throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return exitCode(process) == 0 ? null : command + ": " + said;
  }

  private static int exitCode(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** What a tool says of a file. */
  public static String ask(Path tool, String option, Path file) throws IOException {
    Process process =
        new ProcessBuilder(tool.toString(), option, file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (exitCode(process) != 0) {
      throw new AssertionFailedError(tool + ": " + said);
    }
    return said;
  }

  private void unmount() {
    try {
      if (run(List.of("umount", point.toString())) != null) {
        // Something is still open in it: it goes with that.
        run(List.of("umount", "--lazy", point.toString()));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    unmount();
    Runtime.getRuntime().removeShutdownHook(atTheEnd);
  }
}
