package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.object.OpenObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A new file while it is written; made with its first byte, or at its end. For one thread. */
final class HdfsOutput {
  private static final int COPY_BYTES = 256 << 10;

  private final HdfsClient client;
  private String path;
  private @Nullable OutputStream out;
  private long size;
  private boolean ended;

  HdfsOutput(HdfsClient client, String path) {
    this.client = client;
    this.path = path;
  }

  String path() {
    return path;
  }

  /** The file lies elsewhere now; it has to be ended. */
  void moved(String to) {
    path = to;
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
      throw HdfsFailures.of("writing of " + path, e);
    }
  }

  /** HDFS shares no bytes among files: they are read and written by the agent. */
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

  private OutputStream opened() {
    if (ended) {
      throw new IllegalStateException(path + ": ended (expected: no more bytes)");
    }
    OutputStream open = out;
    if (open == null) {
      open = client.create(path);
      out = open;
    }
    return open;
  }

  /** Ends the file, whose bytes are durable from here on. */
  void end() {
    if (ended) {
      return;
    }
    try {
      opened().close();
      ended = true;
    } catch (IOException e) {
      throw HdfsFailures.of("closing of " + path, e);
    }
  }

  /** Gives up what was written. */
  void discard() {
    OutputStream open = out;
    if (open == null) {
      return;
    }
    try {
      if (!ended) {
        ended = true;
        open.close();
      }
    } catch (IOException e) {
      // Nobody needs its bytes.
    } finally {
      client.remove(path);
    }
  }
}
