package dev.sluice.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.AssertionFailedError;

/**
 * A disk that hangs for some processes: what they read of it that is in no cache does not come, as
 * a control group lets them have a byte of it a second. Where there are no such groups the test is
 * skipped.
 */
final class DeviceHang implements AutoCloseable {
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");

  /** Of the first version, where each kind of resource has a tree of its own. */
  private static final Path OLD_GROUPS = GROUPS.resolve("blkio");

  private static final String LEAST = "1";

  private final Path mounted;
  private final Path group;
  private final boolean old;

  private DeviceHang(Path mounted, Path group, boolean old) {
    this.mounted = mounted;
    this.group = group;
    this.old = old;
  }

  /** The disk below a file system; it does not hang yet. */
  static DeviceHang of(Path mounted) {
    boolean old = Files.isDirectory(OLD_GROUPS);
    Path parent = old ? OLD_GROUPS : GROUPS;
    Path group = parent.resolve("sluice-test-" + ProcessHandle.current().pid());
    try {
      if (!old) {
        write(parent.resolve("cgroup.subtree_control"), "+io");
      }
      Files.createDirectory(group);
    } catch (IOException e) {
      Assumptions.abort("control groups are not to be had here: " + e.getMessage());
    }
    return new DeviceHang(mounted, group, old);
  }

  /** Lets it hang for a process, too. */
  void add(SluiceProcess process) throws IOException {
    write(group.resolve("cgroup.procs"), String.valueOf(process.pid()));
  }

  /** From now on it hangs; whoever reads it waits. */
  void begin() throws IOException {
    limit(LEAST);
  }

  /** All that waits comes. */
  void end() throws IOException {
    limit(old ? "0" : "max");
  }

  private void limit(String bytesASecond) throws IOException {
    String device =
        OutsideCommand.of("mountpoint", "--fs-devno", mounted).run().good().out().strip();
    if (old) {
      write(group.resolve("blkio.throttle.read_bps_device"), device + " " + bytesASecond);
    } else {
      write(group.resolve("io.max"), device + " rbps=" + bytesASecond);
    }
  }

  /** Has the disk asked for a file's bytes again. */
  static void forget(Path file) {
    OutsideCommand.of("dd", "of=" + file, "oflag=nocache", "conv=notrunc,fdatasync", "count=0")
        .run()
        .good();
  }

  private static void write(Path file, String text) throws IOException {
    Files.write(file, text.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
  }

  /** Ends it, and the group, whose processes have ended. */
  @Override
  public void close() {
    try {
      end();
      Files.delete(group);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (AssertionFailedError e) {
      throw new AssertionFailedError("the disk may still hang", e);
    }
  }
}
