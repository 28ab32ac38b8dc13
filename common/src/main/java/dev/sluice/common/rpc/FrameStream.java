package dev.sluice.common.rpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.WireFormat;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A frame on its way out. A receiver in this process recognises it and takes the frame; a socket
 * drains it: the message first, then the data, straight from their buffer.
 */
final class FrameStream<M extends MessageLite> extends InputStream
    implements KnownLength, Drainable {
  /** Bytes that pass through the heap at a time; gRPC's stream takes arrays only. */
  private static final int STRIDE = 16 * 1024;

  private final DataFrame<M> frame;
  private final int dataField;
  private @Nullable ByteArrayInputStream bytes;

  FrameStream(DataFrame<M> frame, int dataField) {
    this.frame = frame;
    this.dataField = dataField;
  }

  boolean carries(MessageLite like) {
    return like.getClass() == frame.message().getClass();
  }

  @Nullable DataFrame<M> receive() {
    return frame.receive();
  }

  @Override
  public int available() {
    if (bytes != null) {
      return bytes.available();
    }
    int data = frame.data().remaining();
    return frame.message().getSerializedSize()
        + (data == 0
            ? 0
            : CodedOutputStream.computeTagSize(dataField)
                + CodedOutputStream.computeUInt32SizeNoTag(data)
                + data);
  }

  @Override
  public int drainTo(OutputStream target) throws IOException {
    if (frame.file() != null) {
      throw new IOException("bytes of a file: cannot leave the process in a message");
    }
    int length = available();
    Chunk data = frame.data();
    int dataLength = data.remaining();
    CodedOutputStream head = CodedOutputStream.newInstance(target, 512);
    frame.message().writeTo(head);
    if (dataLength > 0) {
      head.writeTag(dataField, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      head.writeUInt32NoTag(dataLength);
    }
    head.flush();
    ByteBuffer stride = ByteBuffer.allocate(Math.min(STRIDE, dataLength));
    while (data.remaining() > 0) {
      stride.clear();
      data.transferTo(stride);
      target.write(stride.array(), 0, stride.position());
    }
    return length;
  }

  /** Gives the memory back, unless a receiver has it. */
  @Override
  public void close() {
    frame.abandon();
  }

  @Override
  public int read() throws IOException {
    return bytes().read();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return bytes().read(target, offset, length);
  }

  /** For a receiver that knows only the generated message, and for compression. */
  private ByteArrayInputStream bytes() throws IOException {
    if (bytes == null) {
      ByteArrayOutputStream drained = new ByteArrayOutputStream(available());
      drainTo(drained);
      bytes = new ByteArrayInputStream(drained.toByteArray());
    }
    return bytes;
  }
}
