package dev.sluice.frontend.op;

import dev.sluice.common.model.FileBytes;
import dev.sluice.common.rpc.BufferPool;
import dev.sluice.common.rpc.Chunk;
import dev.sluice.common.rpc.DataFrame;
import dev.sluice.common.rpc.PooledBuffer;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.common.rpc.WireSelection;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.rpc.BodyReceiver;
import dev.sluice.frontend.s3.ObjectBytes;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.ByteSpan;
import dev.sluice.v1.FileTransfer;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.GetObjectResponse;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** GetObject. */
final class GetObject implements Operation<ObjectRequest.GetObject> {
  private final AgentDirectory agents;
  private final BufferPool buffers;

  GetObject(AgentDirectory agents, BufferPool buffers) {
    this.agents = agents;
    this.buffers = buffers;
  }

  @Override
  public S3Response answer(ObjectRequest.GetObject request, RequestContext call)
      throws InterruptedException {
    BodyReceiver receiver =
        agents
            .ofRead(call.context(), request.bucket(), request.key())
            .getObject(call.context(), message(request, call.takesFile()));
    try {
      DataFrame<GetObjectResponse> first = receiver.first();
      GetObjectResponse found = first.message();
      ByteSpan span = found.hasSpan() ? found.getSpan() : null;
      return new S3Response.ObjectBody(
          span == null ? 200 : 206,
          ObjectHeaders.of(
              found.getInfo(), span, request.selection(), request.overrides(), request.checksums()),
          span == null ? found.getInfo().getSize() : span.getLength(),
          new ReceivedBytes(receiver, first, buffers));
    } catch (Throwable e) {
      receiver.close();
      throw e;
    }
  }

  private static GetObjectRequest message(ObjectRequest.GetObject request, boolean takesFile) {
    GetObjectRequest.Builder message =
        GetObjectRequest.newBuilder()
            .setBucket(request.bucket().value())
            .setKey(request.key().value())
            .setConditions(WireConditions.toProto(request.conditions()))
            .setFileTransfer(
                takesFile
                    ? FileTransfer.FILE_TRANSFER_IN_PROCESS
                    : FileTransfer.FILE_TRANSFER_UNSPECIFIED);
    WireSelection.set(message, request.selection());
    return message.build();
  }

  /** The bytes as they come; a message is given back when all of it has been taken. */
  private static final class ReceivedBytes implements ObjectBytes {
    private final BodyReceiver receiver;
    private final BufferPool buffers;
    private @Nullable DataFrame<GetObjectResponse> frame;
    private @Nullable PooledBuffer gathered;
    private boolean given;

    ReceivedBytes(BodyReceiver receiver, DataFrame<GetObjectResponse> first, BufferPool buffers) {
      this.receiver = receiver;
      this.frame = first;
      this.buffers = buffers;
    }

    @Override
    public @Nullable FileBytes file() {
      FileBytes file = frame == null ? null : frame.file();
      return file == null ? null : receiver.measured(file);
    }

    @Override
    public @Nullable ByteBuffer next() throws InterruptedException {
      release();
      while (true) {
        DataFrame<GetObjectResponse> current = frame;
        if (current == null) {
          return null;
        }
        GetObjectResponse _ = current.message(); // fails where it is no message at all
        if (!given && current.data().remaining() > 0) {
          return pieceOf(current.data());
        }
        current.close();
        given = false;
        frame = receiver.next();
      }
    }

    private ByteBuffer pieceOf(Chunk data) {
      ByteBuffer whole = data.whole();
      if (whole != null) {
        given = true;
        return whole;
      }
      // It came in several buffers of the transport: one write for all of them is worth a copy.
      PooledBuffer together = buffers.take(data.remaining());
      gathered = together;
      data.transferTo(together.buffer());
      if (data.remaining() == 0) {
        data.close(); // a slow reader is not to hold both
      }
      together.flip();
      return together.whole();
    }

    private void release() {
      if (gathered != null) {
        gathered.close();
        gathered = null;
      }
    }

    @Override
    public void close() {
      release();
      if (frame != null) {
        frame.close();
      }
      receiver.close();
    }
  }
}
