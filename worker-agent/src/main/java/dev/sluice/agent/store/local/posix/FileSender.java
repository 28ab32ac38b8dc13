package dev.sluice.agent.store.local.posix;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A channel of the JDK on a file that is open already, for what the JDK alone can do: sendfile to a
 * socket of its own. It has a descriptor of its own.
 */
public final class FileSender implements AutoCloseable {
  private final FileChannel channel;

  private FileSender(FileChannel channel) {
    this.channel = channel;
  }

  /** A sender of an open file; null where {@code /proc} does not lead to it, or not any more. */
  public static @Nullable FileSender of(Descriptor file) throws ErrnoException {
    try (CountedDescriptor held = file.hold()) {
      return new FileSender(
          FileChannel.open(Path.of("/proc/self/fd/" + held.number()), StandardOpenOption.READ));
    } catch (IOException e) {
      return null; // without /proc, or a file whose mode has changed: the open descriptor can read
    }
  }

  /**
   * Sends bytes to a socket that does not block.
   *
   * @return bytes sent; 0 also where the file ends before the offset
   */
  public long send(long offset, long length, WritableByteChannel target) throws IOException {
    return channel.transferTo(offset, length, target);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It was only read: there is nothing that closing could lose.
    }
  }
}
