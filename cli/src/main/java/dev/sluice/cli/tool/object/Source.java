package dev.sluice.cli.tool.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;

/** Bytes to send, in order. */
interface Source {
  /** The number of bytes; negative where it is not known before the end. */
  long length();

  /** Reads some into a buffer with room; false at the end. */
  boolean read(ByteBuffer buffer) throws IOException;

  /** Bytes from a pipe. */
  static Source of(ReadableByteChannel pipe) {
    return new Source() {
      @Override
      public long length() {
        return -1;
      }

      @Override
      public boolean read(ByteBuffer buffer) throws IOException {
        return pipe.read(buffer) >= 0;
      }
    };
  }

  /** A piece of a file. One that has grown shorter fails. */
  static Source of(FileChannel file, long offset, long length) {
    return new Source() {
      private long position = offset;

      @Override
      public long length() {
        return length;
      }

      @Override
      public boolean read(ByteBuffer buffer) throws IOException {
        long left = offset + length - position;
        if (left == 0) {
          return false;
        }
        int limit = buffer.limit();
        buffer.limit((int) Math.min(limit, buffer.position() + left));
        int read = file.read(buffer, position);
        buffer.limit(limit);
        if (read < 0) {
          throw new IOException("it became shorter while it was sent");
        }
        position += read;
        return true;
      }
    };
  }
}
