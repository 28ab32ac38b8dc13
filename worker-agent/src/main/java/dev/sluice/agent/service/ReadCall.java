package dev.sluice.agent.service;

import com.google.protobuf.ByteString;
import dev.sluice.agent.descriptor.Tickets;
import dev.sluice.agent.store.ObjectReading;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.engine.object.OpenFile;
import dev.sluice.agent.store.request.ObjectHead;
import dev.sluice.common.model.ByteSpan;
import dev.sluice.common.rpc.BufferPool;
import dev.sluice.common.rpc.CallerRunsThread;
import dev.sluice.common.rpc.Chunk;
import dev.sluice.common.rpc.DataFrame;
import dev.sluice.common.rpc.PooledBuffer;
import dev.sluice.common.rpc.WireRange;
import dev.sluice.common.rpc.WireTime;
import dev.sluice.v1.FileGrant;
import dev.sluice.v1.FileTransfer;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.GetObjectResponse;
import io.grpc.Grpc;
import io.grpc.ServerCall;
import io.grpc.inprocess.InProcessSocketAddress;
import io.netty.channel.unix.DomainSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** An object's bytes on their way out, as long as the receiver is ready for them. */
final class ReadCall extends SerialTask {
  /** Chunks sent in one turn on a storage thread, so that a fast reader leaves room for others. */
  private static final int CHUNKS_PER_TURN = 16;

  /** Bytes of a body from which on they are moved to a socket of this process. */
  private static final int MOVED_FROM = 1 << 20;

  /** The last bytes of a body, which are read and sent as data once the others have left. */
  private static final int READ_AT_THE_END = BufferPool.SMALL;

  private final StorageThreads threads;
  private final ObjectStore store;
  private final BufferPool buffers;
  private final Tickets tickets;
  private final ReadAdmission admission;
  private final ServerCall<?, DataFrame<GetObjectResponse>> transport;
  private final RpcCall<DataFrame<GetObjectResponse>> call;

  /** Frames that were sent and may not have arrived. */
  private final Deque<DataFrame<GetObjectResponse>> sent = new ArrayDeque<>();

  private GetObjectRequest request = GetObjectRequest.getDefaultInstance();
  private @Nullable StoragePool pool;
  private volatile boolean cancelled;
  private @Nullable ObjectReading reading;
  private @Nullable MovedBytes moved;
  private long left;
  private boolean joined;
  private boolean ended;

  ReadCall(
      ServiceContext serving,
      ServerCall<?, DataFrame<GetObjectResponse>> transport,
      RpcCall<DataFrame<GetObjectResponse>> call,
      ReadAdmission admission) {
    super(call.times());
    this.threads = serving.pool();
    this.store = serving.store();
    this.buffers = serving.buffers();
    this.tickets = serving.tickets();
    this.admission = admission;
    this.transport = transport;
    this.call = call;
  }

  /** The request; before the first step. */
  void asked(GetObjectRequest question) {
    request = question;
  }

  void cancelled() {
    cancelled = true;
  }

  @Override
  StoragePool pool() {
    StoragePool chosen = pool;
    if (chosen == null) {
      chosen = threads.of(request.getBucket());
      pool = chosen;
    }
    return chosen;
  }

  @Override
  boolean step() {
    try {
      for (int chunks = 0; !ended && !cancelled; chunks++) {
        if (reading == null) {
          open();
        } else if (CallerRunsThread.isCurrent()) {
          return true; // the rest is to be read while this is sent
        } else if (moved != null) {
          if (!move(moved)) {
            return false; // the receiver has not asked for more yet
          }
        } else if (!transport.isReady()) {
          return false;
        } else if (chunks >= CHUNKS_PER_TURN) {
          return true;
        } else {
          send(GetObjectResponse.getDefaultInstance());
        }
      }
    } catch (RuntimeException | Error e) { // every end of a call is reported to its caller
      end();
      call.fail(e);
    }
    if (cancelled) {
      end();
      call.cancelled();
      sent.forEach(DataFrame::abandon);
      sent.clear();
    }
    return false;
  }

  private void open() {
    call.context().requireWaiting();
    admission.join();
    joined = true;
    ObjectReading opened = store.getObject(call.context(), StoreRequests.read(request));
    reading = opened;
    ObjectHead head = opened.head();
    GetObjectResponse.Builder first =
        GetObjectResponse.newBuilder().setInfo(StoreAnswers.object(head.info()));
    ByteSpan span = head.span();
    if (span != null) {
      first.setSpan(WireRange.toProto(span));
    }
    left = span == null ? head.info().size() : span.length();
    FileGrant grant = grant(opened);
    if (grant != null) {
      finishWith(first.setGrant(grant).build());
      return;
    }
    MovedBytes leading = leadingBytes(opened);
    if (leading == null) {
      send(first.build());
    } else {
      moved = leading;
      call.send(DataFrame.of(first.build(), leading));
    }
  }

  /**
   * Has the caller take the file and do the rest; null where it gets the bytes from here. The
   * reading is then the ticket's.
   */
  private @Nullable FileGrant grant(ObjectReading opened) {
    boolean wanted =
        request.getFileTransfer() == FileTransfer.FILE_TRANSFER_DESCRIPTOR
            && tickets.areFor(left)
            && transport.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
                instanceof DomainSocketAddress;
    OpenFile file = wanted ? opened.openFile() : null;
    byte[] ticket =
        file == null ? null : tickets.issue(new GrantedReading(opened, file.descriptor(), pool()));
    if (file == null || ticket == null) {
      return null;
    }
    return FileGrant.newBuilder()
        .setTicket(ByteString.copyFrom(ticket))
        .setSize(file.size())
        .setModified(WireTime.toProto(file.modified()))
        .setFileSystem(file.fileSystem())
        .build();
  }

  /** Ends the call with its first message: the bytes are the caller's affair. */
  private void finishWith(GetObjectResponse only) {
    reading = null;
    call.send(DataFrame.of(only, Chunk.EMPTY));
    call.measurement().sent(left);
    end();
    call.succeed();
  }

  /** The bytes to move to the receiver's socket; null where all of them are sent as data. */
  private @Nullable MovedBytes leadingBytes(ObjectReading opened) {
    boolean wanted =
        request.getFileTransfer() == FileTransfer.FILE_TRANSFER_IN_PROCESS
            && left >= MOVED_FROM
            && transport.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
                instanceof InProcessSocketAddress;
    if (!wanted || !admission.tryMove()) {
      return null;
    }
    if (!opened.canMove()) {
      admission.moved();
      return null;
    }
    return new MovedBytes(opened, left - READ_AT_THE_END, this::resume);
  }

  /** Has bytes moved; false where none were asked for. */
  private boolean move(MovedBytes leading) {
    int bytes = leading.step();
    if (bytes == MovedBytes.NOT_ASKED) {
      return false;
    }
    call.measurement().sent(bytes);
    if (leading.remaining() == 0) {
      endMoving();
    }
    return true;
  }

  private void endMoving() {
    MovedBytes last = moved;
    moved = null;
    if (last != null) {
      last.end();
      admission.moved();
    }
  }

  private void send(GetObjectResponse message) {
    DataFrame<GetObjectResponse> frame = DataFrame.of(message, next());
    int length = frame.data().remaining();
    while (!sent.isEmpty() && sent.peekFirst().isGone()) {
      sent.removeFirst();
    }
    sent.addLast(frame);
    call.send(frame);
    call.measurement().sent(length);
    if (left == 0) {
      end();
      call.succeed();
    }
  }

  private Chunk next() {
    ObjectReading source = reading;
    if (source == null || left == 0) {
      return Chunk.EMPTY;
    }
    PooledBuffer buffer =
        buffers.take(admission.isLarge() ? Math.min(left, BufferPool.SMALL) : left);
    try {
      left = source.read(buffer.buffer());
      return buffer.flip();
    } catch (RuntimeException | Error e) {
      buffer.close();
      throw e;
    }
  }

  private void end() {
    ended = true;
    endMoving();
    if (joined) {
      joined = false;
      admission.leave();
    }
    ObjectReading last = reading;
    reading = null;
    if (last != null) {
      last.close();
    }
  }
}
