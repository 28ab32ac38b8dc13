package dev.sluice.frontend.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.BufferPool;
import dev.sluice.common.rpc.Chunk;
import dev.sluice.common.rpc.DataFrame;
import dev.sluice.common.rpc.PooledBuffer;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.testing.Await;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.GetObjectResponse;
import dev.sluice.v1.PutObjectRequest;
import dev.sluice.v1.PutObjectResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The two pumps of the frontend: what is under way stays bounded by the slower side, every end of a
 * body gives all of its buffers back, and nobody waits for what will not come.
 */
@Timeout(60)
class BodyPumpTest {
  private static final CallContext CALL =
      new CallContext(Caller.operator(new Principal("id", "name")), "request", null);
  private final StatusRuntimeException full =
      StorageStatus.toStatus(new StorageException(FailureReason.STORAGE_FULL, "no space"));

  private static final AgentTimeouts HASTY =
      new AgentTimeouts(Duration.ofMillis(10), Duration.ofMillis(10));

  private final BufferPool buffers = new BufferPool(64L * Chunk.MAX_BYTES, Duration.ofSeconds(20));
  private final ScriptedAgent agent = new ScriptedAgent();

  @AfterEach
  void everyBufferIsBack() {
    agent.close();
    assertThat(buffers.inUse()).isZero();
  }

  @Test
  void sender_waitsForSlowAgent() throws Exception {
    try (BodySender<PutObjectRequest, PutObjectResponse> sender = agent.client().putObject(CALL)) {
      AtomicInteger sent = new AtomicInteger();
      agent.put().request(2);
      Thread client = inThread(() -> sendUpTo(sender, 5, sent));

      awaitWaiting(client);
      assertThat(sent.get()).isEqualTo(2);
      assertThat(buffers.inUse()).isEqualTo(3L * Chunk.MAX_BYTES); // one in the sender's hand
      agent.received().remove().close();
      agent.put().request(1);
      awaitSent(sent, 3);
      awaitWaiting(client);
      assertThat(sent.get()).isEqualTo(3);

      agent.put().request(10);
      client.join();
      assertThat(sent.get()).isEqualTo(5);
    }
  }

  @Test
  void agentThatTakesNothing_isGivenUp() throws Exception {
    try (BodySender<PutObjectRequest, PutObjectResponse> sender =
        agent.client(HASTY).putObject(CALL)) {
      Throwable failure = catchThrowable(() -> sendUpTo(sender, 5, new AtomicInteger()));

      assertReason(failure, FailureReason.DEADLINE_PASSED);
    }
    assertThat(agent.isCancelled()).isTrue();
  }

  @Test
  void agentThatSendsNothing_isGivenUp() {
    Throwable failure = catchThrowable(() -> agent.client(HASTY).getObject(CALL, request()));

    assertReason(failure, FailureReason.DEADLINE_PASSED);
    assertThat(agent.isCancelled()).isTrue();
  }

  @Test
  void senderThatIsInterrupted_givesBackWhatItHolds() throws Exception {
    try (BodySender<PutObjectRequest, PutObjectResponse> sender = agent.client().putObject(CALL)) {
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      Thread client = inThread(() -> end.complete(catchThrowable(() -> sender.send(frame()))));
      awaitWaiting(client);

      client.interrupt();

      assertThat(end.join()).isInstanceOf(InterruptedException.class);
      assertThat(buffers.inUse()).isZero();
    }
    assertThat(agent.isCancelled()).isTrue();
  }

  @Test
  void senderThatIsClosedMidway_cancelsTheCall() throws Exception {
    BodySender<PutObjectRequest, PutObjectResponse> sender = agent.client().putObject(CALL);
    agent.put().request(3);
    sender.send(frame());
    sender.send(frame());
    agent.received().remove().close();

    sender.close();

    assertThat(agent.isCancelled()).isTrue();
    assertThat(buffers.inUse()).isEqualTo(Chunk.MAX_BYTES); // the agent holds the second
  }

  @Test
  void senderThatWaits_hearsWhyTheAgentEnded() throws Exception {
    try (BodySender<PutObjectRequest, PutObjectResponse> sender = agent.client().putObject(CALL)) {
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      Thread client = inThread(() -> end.complete(catchThrowable(() -> sender.send(frame()))));
      awaitWaiting(client);

      agent.put().close(full.getStatus(), Objects.requireNonNull(full.getTrailers()));

      assertReason(end.join(), FailureReason.STORAGE_FULL);
    }
  }

  @Test
  void senderThatWaits_hearsThatTheAgentVanished() throws Exception {
    try (BodySender<PutObjectRequest, PutObjectResponse> sender = agent.client().putObject(CALL)) {
      agent.put().request(1);
      sender.send(frame());
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      Thread client = inThread(() -> end.complete(catchThrowable(sender::answer)));
      awaitWaiting(client);

      agent.vanish();

      assertReason(end.join(), FailureReason.UNAVAILABLE);
    }
  }

  @Test
  void senderWhoseBodyWasStored_leavesNothing() throws Exception {
    try (BodySender<PutObjectRequest, PutObjectResponse> sender = agent.client().putObject(CALL)) {
      agent.put().request(3);
      sender.send(frame());
      sender.send(frame());
      sender.halfClose();
      agent.received().forEach(DataFrame::close);
      agent.put().sendMessage(PutObjectResponse.getDefaultInstance());
      agent.put().close(Status.OK, new Metadata());

      assertThat(sender.answer()).isEqualTo(PutObjectResponse.getDefaultInstance());
    }
    assertThat(agent.isCancelled()).isFalse();
  }

  @Test
  void receiver_isSentOnlyWhatItTakes() throws Exception {
    AtomicInteger sent = new AtomicInteger();
    agent.whenReady(call -> sendWhileReady(call, sent));
    try (BodyReceiver receiver = agent.client().getObject(CALL, request())) {
      int ahead = sent.get();
      assertThat(ahead).isBetween(1, 4);
      assertThat(buffers.inUse()).isEqualTo((long) ahead * Chunk.MAX_BYTES);

      for (int taken = 1; taken <= 20; taken++) {
        DataFrame<GetObjectResponse> frame = Objects.requireNonNull(receiver.next());
        assertThat(sent.get()).isEqualTo(ahead + taken);
        frame.close();
        assertThat(buffers.inUse()).isEqualTo((long) ahead * Chunk.MAX_BYTES);
      }
    }
    assertThat(agent.isCancelled()).isTrue();
    assertThat(buffers.inUse()).isZero();
  }

  @Test
  void receiverThatIsClosedMidway_givesBackWhatItHasNotRead() throws Exception {
    agent.whenReady(call -> sendWhileReady(call, new AtomicInteger()));
    BodyReceiver receiver = agent.client().getObject(CALL, request());
    DataFrame<GetObjectResponse> first = receiver.first();

    receiver.close();

    assertThat(agent.isCancelled()).isTrue();
    assertThat(buffers.inUse()).isEqualTo(Chunk.MAX_BYTES); // the reader holds the first
    first.close();
  }

  @Test
  void receiver_getsWhatCameBeforeTheFailure() throws Exception {
    agent.whenReady(
        call -> {
          call.sendMessage(answerFrame());
          call.close(full.getStatus(), Objects.requireNonNull(full.getTrailers()));
        });
    try (BodyReceiver receiver = agent.client().getObject(CALL, request())) {
      receiver.first().close();

      assertReason(catchThrowable(receiver::next), FailureReason.STORAGE_FULL);
    }
  }

  @Test
  void receiverThatWaits_hearsThatTheAgentVanished() throws Exception {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread reader =
        inThread(
            () -> end.complete(catchThrowable(() -> agent.client().getObject(CALL, request()))));
    awaitWaiting(reader);

    agent.vanish();

    assertReason(end.join(), FailureReason.UNAVAILABLE);
  }

  @Test
  void receiverThatIsInterrupted_cancelsTheCall() throws Exception {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread reader =
        inThread(
            () -> end.complete(catchThrowable(() -> agent.client().getObject(CALL, request()))));
    awaitWaiting(reader);

    reader.interrupt();

    assertThat(end.join()).isInstanceOf(InterruptedException.class);
    assertThat(agent.isCancelled()).isTrue();
  }

  private void sendUpTo(
      BodySender<PutObjectRequest, PutObjectResponse> sender, int count, AtomicInteger sent) {
    try {
      for (int i = 0; i < count; i++) {
        sender.send(frame());
        sent.incrementAndGet();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendWhileReady(
      ServerCall<GetObjectRequest, DataFrame<GetObjectResponse>> call, AtomicInteger sent) {
    while (call.isReady()) {
      sent.incrementAndGet();
      call.sendMessage(answerFrame());
    }
  }

  private DataFrame<PutObjectRequest> frame() {
    return DataFrame.of(PutObjectRequest.getDefaultInstance(), full());
  }

  private DataFrame<GetObjectResponse> answerFrame() {
    return DataFrame.of(GetObjectResponse.getDefaultInstance(), full());
  }

  private PooledBuffer full() {
    PooledBuffer buffer = buffers.take(Chunk.MAX_BYTES);
    buffer.buffer().position(Chunk.MAX_BYTES);
    return buffer.flip();
  }

  private static GetObjectRequest request() {
    return GetObjectRequest.newBuilder().setBucket("bucket").setKey("key").build();
  }

  private static void assertReason(@Nullable Throwable failure, FailureReason reason) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            StorageException.class, named -> assertThat(named.reason()).isEqualTo(reason));
  }

  private static Thread inThread(Runnable work) {
    return Thread.ofPlatform().daemon().start(work);
  }

  /** Until a thread waits for somebody: it has then done all that it can do. */
  private static void awaitWaiting(Thread thread) {
    var _ =
        Await.until(
            "state of the thread", thread::getState, state -> state == Thread.State.TIMED_WAITING);
  }

  private static void awaitSent(AtomicInteger sent, int count) {
    var _ = Await.until("messages sent", sent::get, now -> now >= count);
  }
}
