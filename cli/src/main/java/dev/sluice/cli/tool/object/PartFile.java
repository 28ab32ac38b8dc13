package dev.sluice.cli.tool.object;

import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.config.StartupException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;

/**
 * A file on its way here: {@code NAME.ETAG.part} beside where it belongs, so that what an earlier
 * run got of the same object can be distinguished from that of another. It takes its name, synced,
 * only when it is whole and proven.
 */
final class PartFile implements AutoCloseable {
  private static final int READ_BYTES = 256 * 1024;
  private static final Pattern TAME = Pattern.compile("[A-Za-z0-9-]{1,80}");

  private final Path target;
  private final Path part;
  private final FileChannel file;

  private PartFile(Path target, Path part, FileChannel file) {
    this.target = target;
    this.part = part;
    this.file = file;
  }

  /**
   * Opens it.
   *
   * @param resume keeps the bytes that are there
   */
  static PartFile open(Path target, String etag, boolean resume) {
    String tag = TAME.matcher(etag).matches() ? etag : Integer.toHexString(etag.hashCode());
    Path part = target.resolveSibling(target.getFileName() + "." + tag + ".part");
    try {
      FileChannel file =
          FileChannel.open(
              part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!resume) {
        file.truncate(0);
      }
      file.position(file.size());
      return new PartFile(target, part, file);
    } catch (IOException e) {
      throw failed(part, e);
    }
  }

  /** Bytes that are there. */
  long size() {
    try {
      return file.size();
    } catch (IOException e) {
      throw failed(part, e);
    }
  }

  /** Begins anew. */
  void clear() {
    try {
      file.truncate(0);
    } catch (IOException e) {
      throw failed(part, e);
    }
  }

  /** Shows a proof the bytes that are there. */
  void showTo(DigestVerifier verifier) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    try {
      long end = file.size();
      for (long position = 0; position < end; position += buffer.limit()) {
        if (file.read(buffer.clear(), position) < 0) {
          throw new IOException("it became shorter while it was read");
        }
        verifier.update(buffer.flip());
      }
    } catch (IOException e) {
      throw failed(part, e);
    }
  }

  /** Adds bytes at the end. */
  void append(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw failed(part, e);
    }
  }

  /** Gives it its name, durably. */
  void publish() {
    try {
      file.force(true);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Path folder = target.toAbsolutePath().getParent();
      if (folder != null) {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
          directory.force(true);
        }
      }
    } catch (IOException e) {
      throw failed(target, e);
    }
  }

  /** Removes what is there. */
  void discard() {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw failed(part, e);
    }
  }

  Path path() {
    return part;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw failed(part, e);
    }
  }

  /** A file here fails, which is no failure of the agent. */
  static ToolFailure failed(Path file, IOException e) {
    return new ToolFailure(ExitCode.LOCAL, file + ": " + StartupException.reason(e));
  }
}
