package dev.sluice.engine.alluxio;

import alluxio.client.file.FileInStream;
import alluxio.client.file.FileOutStream;
import alluxio.client.file.URIStatus;
import dev.sluice.agent.store.engine.object.OpenObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A new file while it is written; made with its first byte, or at its end. For one thread. */
final class AlluxioOutput {
  private static final int COPY_BYTES = 256 << 10;

  private final AlluxioClient client;
  private final String path;
  private @Nullable FileOutStream out;
  private long size;
  private boolean ended;

  AlluxioOutput(AlluxioClient client, String path) {
    this.client = client;
    this.path = path;
  }

  String path() {
    return path;
  }

  long size() {
    return size;
  }

  void write(ByteBuffer data) {
    int length = data.remaining();
    if (length == 0) {
      return;
    }
    byte[] bytes;
    int from = 0;
    if (data.hasArray()) {
      bytes = data.array();
      from = data.arrayOffset() + data.position();
      data.position(data.limit());
    } else {
      bytes = new byte[length];
      data.get(bytes);
    }
    try {
      opened().write(bytes, from, length);
      size += length;
    } catch (IOException e) {
      throw AlluxioFailures.of("writing of " + path, e);
    }
  }

  /** Alluxio shares no bytes among files: they are read and written by the agent. */
  void append(OpenObject source, long offset, long length) {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(COPY_BYTES, length));
    long at = offset;
    while (at < offset + length) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), offset + length - at));
      source.read(at, buffer);
      at += buffer.position();
      write(buffer.flip());
    }
  }

  /** Appends all bytes of a file; false where it is shorter than its status says. */
  boolean append(URIStatus file) {
    try (FileInStream in = client.open(file)) {
      byte[] buffer = new byte[(int) Math.min(COPY_BYTES, file.getLength())];
      long left = file.getLength();
      while (left > 0) {
        int read = in == null ? -1 : in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          return false;
        }
        write(ByteBuffer.wrap(buffer, 0, read));
        left -= read;
      }
      return true;
    } catch (IOException e) {
      throw AlluxioFailures.of("reading of " + file.getPath(), e);
    }
  }

  private FileOutStream opened() {
    if (ended) {
      throw new IllegalStateException(path + ": ended (expected: no more bytes)");
    }
    FileOutStream open = out;
    if (open == null) {
      open = client.create(path);
      out = open;
    }
    return open;
  }

  /** Ends the file, whose bytes are in the under-store from here on. */
  void end() {
    if (ended) {
      return;
    }
    try {
      opened().close();
      ended = true;
    } catch (IOException e) {
      throw AlluxioFailures.of("closing of " + path, e);
    }
  }

  /** Gives up what was written. */
  void discard() {
    FileOutStream open = out;
    if (open == null) {
      return;
    }
    try {
      if (!ended) {
        ended = true;
        open.cancel();
      }
    } catch (IOException e) {
      // Nobody needs its bytes.
    } finally {
      client.remove(path);
    }
  }
}
