package dev.sluice.frontend.op;

import dev.sluice.common.rpc.Chunk;
import dev.sluice.common.rpc.DataFrame;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.common.rpc.WireRange;
import dev.sluice.frontend.rpc.BodyReceiver;
import dev.sluice.frontend.rpc.WorkerDirectory;
import dev.sluice.frontend.s3.ObjectBytes;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.S3Call;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.s3.Selection;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.GetObjectResponse;
import dev.sluice.v1.Span;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** GetObject. */
final class GetObject implements Operation<ObjectRequest.GetObject> {
  private final WorkerDirectory workers;

  GetObject(WorkerDirectory workers) {
    this.workers = workers;
  }

  @Override
  public S3Response answer(ObjectRequest.GetObject request, S3Call call)
      throws InterruptedException {
    BodyReceiver receiver =
        workers.of(call.context(), request.bucket()).getObject(call.context(), message(request));
    try {
      DataFrame<GetObjectResponse> first = receiver.first();
      GetObjectResponse found = first.message();
      Span span = found.hasSpan() ? found.getSpan() : null;
      return new S3Response.ObjectBody(
          span == null ? 200 : 206,
          ObjectHeaders.of(
              found.getInfo(), span, request.selection(), request.overrides(), request.checksums()),
          span == null ? found.getInfo().getSize() : span.getLength(),
          new ReceivedBytes(receiver, first));
    } catch (Throwable e) {
      receiver.close();
      throw e;
    }
  }

  private static GetObjectRequest message(ObjectRequest.GetObject request) {
    GetObjectRequest.Builder message =
        GetObjectRequest.newBuilder()
            .setBucket(request.bucket().value())
            .setKey(request.key().value())
            .setConditions(WireConditions.toProto(request.conditions()));
    switch (request.selection()) {
      case Selection.Whole() -> {}
      case Selection.Range(var range) -> message.setRange(WireRange.toProto(range));
      case Selection.Part(int number) -> message.setPartNumber(number);
    }
    return message.build();
  }

  /** The bytes as they come; a message is given back when the next piece is asked for. */
  private static final class ReceivedBytes implements ObjectBytes {
    private static final int COPIED_BYTES = Chunk.MAX_BYTES;

    private final BodyReceiver receiver;
    private @Nullable DataFrame<GetObjectResponse> frame;
    private boolean given;
    private @Nullable ByteBuffer copy;

    ReceivedBytes(BodyReceiver receiver, DataFrame<GetObjectResponse> first) {
      this.receiver = receiver;
      this.frame = first;
    }

    @Override
    public @Nullable ByteBuffer next() throws InterruptedException {
      while (true) {
        DataFrame<GetObjectResponse> current = frame;
        if (current == null || given) {
          if (current != null) {
            current.close();
          }
          given = false;
          current = receiver.next();
          frame = current;
          if (current == null) {
            return null;
          }
          GetObjectResponse _ = current.message(); // fails where it is no message at all
        }
        given = true;
        if (current.data().remaining() > 0) {
          ByteBuffer whole = current.data().whole();
          return whole == null ? copied(current.data()) : whole;
        }
      }
    }

    /** A message that came in several buffers of the transport, put together. */
    private ByteBuffer copied(Chunk data) {
      ByteBuffer target = copy;
      if (target == null) {
        target = ByteBuffer.allocate(COPIED_BYTES);
        copy = target;
      }
      target.clear();
      data.transferTo(target);
      return target.flip();
    }

    @Override
    public void close() {
      if (frame != null) {
        frame.close();
      }
      receiver.close();
    }
  }
}
