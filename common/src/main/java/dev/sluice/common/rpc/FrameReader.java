package dev.sluice.common.rpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.WireFormat;
import io.grpc.Detachable;
import io.grpc.HasByteBuffer;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Reads a message from the wire and leaves its data where they are. Fields may come in any order
 * and any number, as protobuf allows: of several data fields the last one counts, all else is the
 * generated parser's, unknown fields included.
 */
final class FrameReader {
  /** Data up to this are copied: cheaper than holding on to the transport's buffer. */
  private static final int COPY_LIMIT = 4 * 1024;

  /** The depth to which the generated parser goes. */
  private static final int MAX_GROUP_DEPTH = 100;

  private final InputStream stream;
  private final int dataTag;
  private final ByteArrayOutputStream others = new ByteArrayOutputStream(256);
  private final CodedOutputStream othersCoded = CodedOutputStream.newInstance(others, 64);
  private Chunk data = Chunk.EMPTY;

  FrameReader(InputStream stream, int dataField) {
    this.stream = stream;
    this.dataTag = (dataField << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  /** More data than a chunk may hold. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1;

    TooLong(int length) {
      super(
          "data: "
              + Integer.toUnsignedString(length)
              + " bytes (expected: at most "
              + Chunk.MAX_BYTES
              + ")");
    }
  }

  <M extends MessageLite> DataFrame<M> read(M empty) throws IOException {
    boolean done = false;
    try {
      for (int tag = readTag(); tag != 0; tag = readTag()) {
        if (tag == dataTag) {
          readData();
        } else {
          copyField(tag, 0);
        }
      }
      othersCoded.flush();
      MessageLite message =
          empty
              .getParserForType()
              .parseFrom(others.toByteArray(), ExtensionRegistryLite.getEmptyRegistry());
      done = true;
      @SuppressWarnings("unchecked") // a message's parser makes messages of its class
      M read = (M) message;
      return DataFrame.received(read, data);
    } finally {
      if (!done) {
        data.close();
      }
    }
  }

  private void readData() throws IOException {
    int length = (int) readVarint();
    data.close();
    data = Chunk.EMPTY;
    if (length < 0 || length > Chunk.MAX_BYTES) {
      throw new TooLong(length);
    }
    if (length > COPY_LIMIT
        && stream.available() == length
        && stream instanceof Detachable detachable
        && stream instanceof HasByteBuffer buffers
        && buffers.byteBufferSupported()) {
      data = new WireChunk(detachable.detach(), length);
    } else if (length > 0) {
      data = new HeapChunk(ByteBuffer.wrap(readBytes(length)));
    }
  }

  /** Copies one field as it is. */
  private void copyField(int tag, int depth) throws IOException {
    othersCoded.writeUInt32NoTag(tag);
    switch (tag & 7) {
      case WireFormat.WIRETYPE_VARINT -> othersCoded.writeUInt64NoTag(readVarint());
      case WireFormat.WIRETYPE_FIXED64 -> othersCoded.writeRawBytes(readBytes(8));
      case WireFormat.WIRETYPE_FIXED32 -> othersCoded.writeRawBytes(readBytes(4));
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
        int length = (int) readVarint();
        othersCoded.writeUInt32NoTag(length);
        othersCoded.writeRawBytes(readBytes(length));
      }
      case WireFormat.WIRETYPE_START_GROUP -> {
        if (depth == MAX_GROUP_DEPTH) {
          throw new InvalidProtocolBufferException(
              "groups: more than " + MAX_GROUP_DEPTH + " deep");
        }
        int inner;
        do {
          inner = readTag();
          if (inner == 0) {
            throw new EOFException("a group has no end");
          }
          copyField(inner, depth + 1);
        } while ((inner & 7) != WireFormat.WIRETYPE_END_GROUP);
      }
      case WireFormat.WIRETYPE_END_GROUP -> {
        if (depth == 0) {
          throw new InvalidProtocolBufferException("a group ends that never began");
        }
      }
      default -> throw new InvalidProtocolBufferException("wire type: " + (tag & 7));
    }
  }

  /** The next tag; 0 at the end of the stream. */
  private int readTag() throws IOException {
    int first = stream.read();
    if (first < 0) {
      return 0;
    }
    int tag = (int) readVarint(first);
    if ((tag >>> 3) == 0) {
      throw new InvalidProtocolBufferException("field number: 0");
    }
    return tag;
  }

  private long readVarint() throws IOException {
    return readVarint(stream.read());
  }

  private long readVarint(int first) throws IOException {
    long value = 0;
    int next = first;
    for (int shift = 0; shift < 64; shift += 7) {
      if (next < 0) {
        throw new EOFException("a message ends within a number");
      }
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
      next = shift == 63 ? -1 : stream.read();
    }
    throw new InvalidProtocolBufferException("a number of more than ten bytes");
  }

  /** Exactly so many bytes; the memory grows with what really comes. */
  private byte[] readBytes(int length) throws IOException {
    if (length < 0) {
      throw new InvalidProtocolBufferException("a negative length");
    }
    byte[] bytes = stream.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("a message ends within a field");
    }
    return bytes;
  }
}
