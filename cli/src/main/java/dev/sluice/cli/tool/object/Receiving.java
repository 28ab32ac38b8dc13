package dev.sluice.cli.tool.object;

import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.Progress;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.rpc.Chunk;
import dev.sluice.common.rpc.DataFrame;
import dev.sluice.frontend.rpc.BodyReceiver;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.GetObjectResponse;
import dev.sluice.v1.ObjectInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An object on its way here. The caller closes it. */
final class Receiving implements AutoCloseable {
  private static final int SCRATCH_BYTES = 64 * 1024;

  /** The destination of the bytes; takes all that remain. */
  interface Sink {
    void write(ByteBuffer bytes) throws IOException;
  }

  private final Session session;
  private final BodyReceiver receiver;
  private final DataFrame<GetObjectResponse> first;
  private @Nullable ByteBuffer scratch;

  private Receiving(Session session, BodyReceiver receiver, DataFrame<GetObjectResponse> first) {
    this.session = session;
    this.receiver = receiver;
    this.first = first;
  }

  static Receiving begin(Session session, GetObjectRequest request) throws InterruptedException {
    BodyReceiver receiver =
        session.stall().during(() -> session.agent().getObject(session.transfer(), request));
    try {
      return new Receiving(session, receiver, session.stall().during(receiver::first));
    } catch (Throwable e) {
      receiver.close();
      throw e;
    }
  }

  /** The attributes of the object. */
  ObjectInfo info() {
    return first.message().getInfo();
  }

  /** Bytes that come. */
  long length() {
    return first.message().hasSpan() ? first.message().getSpan().getLength() : info().getSize();
  }

  /** Whether all bytes of the object come. */
  boolean isWhole() {
    return length() == info().getSize();
  }

  /**
   * Takes all bytes. They are as many as was said, or this fails.
   *
   * @param verifier is shown them as well
   */
  void copyTo(Sink sink, DigestVerifier verifier, Progress progress)
      throws IOException, InterruptedException {
    long expected = length();
    long received = 0;
    DataFrame<GetObjectResponse> frame = first;
    while (frame != null) {
      try (DataFrame<GetObjectResponse> taken = frame) {
        Chunk data = taken.data();
        int bytes = data.remaining();
        write(data, sink, verifier);
        received += bytes;
        progress.add(bytes);
      }
      frame = session.stall().during(() -> Optional.ofNullable(receiver.next())).orElse(null);
    }
    if (received != expected) {
      throw new ToolFailure(
          ExitCode.CORRUPTED, "%d bytes arrived (expected: %d)".formatted(received, expected));
    }
  }

  private void write(Chunk data, Sink sink, DigestVerifier verifier) throws IOException {
    ByteBuffer whole = data.whole();
    if (whole != null) {
      verifier.update(whole);
      sink.write(whole.duplicate());
      return;
    }
    ByteBuffer buffer = scratch == null ? ByteBuffer.allocateDirect(SCRATCH_BYTES) : scratch;
    scratch = buffer;
    while (data.remaining() > 0) {
      data.transferTo(buffer.clear());
      buffer.flip();
      verifier.update(buffer);
      sink.write(buffer);
    }
  }

  @Override
  public void close() {
    first.close();
    receiver.close();
  }
}
