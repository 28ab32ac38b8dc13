package dev.sluice.agent.service;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.BodyWriter;
import dev.sluice.agent.store.EngineObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.UploadIds;
import dev.sluice.agent.store.memory.MemoryEngine;
import dev.sluice.agent.store.request.Finish;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.PutRequest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.common.rpc.BufferPool;
import dev.sluice.common.rpc.Chunk;
import dev.sluice.common.rpc.DataFrame;
import dev.sluice.common.rpc.DataMethods;
import dev.sluice.common.rpc.PooledBuffer;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.GetObjectResponse;
import dev.sluice.v1.PutObjectHeader;
import dev.sluice.v1.PutObjectRequest;
import dev.sluice.v1.PutObjectResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Bodies in the agent: the slower side bounds what is under way, and every end of a body gives back
 * its buffers, the agent's own and those that callers of the same process have handed over, and
 * closes what it had opened in the store.
 */
@Timeout(60)
class BodyStreamTest {
  private static final CallContext CALL =
      new CallContext(Caller.operator(new Principal("id", "name")), "request", null);
  private static final BucketName BUCKET = new BucketName("bucket");
  private static final int CHUNKS = 40;

  /** Frames that a put may have under way to the storage. */
  private static final int PUT_AHEAD = 2;

  /** The caller's buffers. */
  private final BufferPool callers = new BufferPool(64L * Chunk.MAX_BYTES, Duration.ofSeconds(20));

  private final CountedStore store =
      CountedStore.of(
          new EngineObjectStore(
              new MemoryEngine(InstantSource.system()),
              StoreLimits.DEFAULTS,
              InstantSource.system(),
              new UploadIds(InstantSource.system())));
  private final ServedStore served = ServedStore.of(store.store(), 1, InstantSource.system());
  private final CountDownLatch storageIsBusy = new CountDownLatch(1);

  @BeforeEach
  void putObject() {
    store.store().createBucket(CALL, BUCKET);
    long length = (long) CHUNKS * Chunk.MAX_BYTES;
    PutRequest request =
        new PutRequest(
            BUCKET,
            new ObjectKey("there"),
            length,
            ObjectMetadata.NONE,
            null,
            WriteConditions.NONE);
    try (BodyWriter<ObjectInfo> writer = store.store().putObject(CALL, request)) {
      for (int i = 0; i < CHUNKS; i++) {
        writer.write(ByteBuffer.allocate(Chunk.MAX_BYTES));
      }
      writer.commit(new Finish(length, null, null, null));
    }
  }

  @AfterEach
  void everythingIsBack() {
    storageIsBusy.countDown();
    served.close();
    assertThat(served.buffers().inUse()).isZero();
    assertThat(callers.inUse()).isZero();
    assertThat(store.open()).isZero();
    store.store().close();
  }

  @Test
  void put_isTakenAsFastAsTheStorage() {
    holdStorage();
    CollectedAnswers<PutObjectResponse> answers = new CollectedAnswers<>();
    ClientCall<DataFrame<PutObjectRequest>, PutObjectResponse> put = put(answers);
    int sent = 0;
    while (put.isReady()) {
      put.sendMessage(frame(sent++));
    }

    assertThat(sent).isEqualTo(PUT_AHEAD);
    assertThat(callers.inUse()).isEqualTo((long) PUT_AHEAD * Chunk.MAX_BYTES);
    put.cancel("the caller has gone", null);
  }

  @Test
  void putAmongMany_hasOneFrameUnderWay() {
    holdStorage();
    List<ClientCall<?, ?>> others =
        Stream.generate(() -> put(new CollectedAnswers<>()))
            .limit(ServedStore.FEW_WRITERS)
            .collect(toList());
    ClientCall<DataFrame<PutObjectRequest>, PutObjectResponse> put = put(new CollectedAnswers<>());
    int sent = 0;
    while (put.isReady()) {
      put.sendMessage(frame(sent++));
    }

    assertThat(sent).isEqualTo(1);
    others.add(put);
    others.forEach(other -> other.cancel("the caller has gone", null));
  }

  @Test
  void putBeyondTheLimit_isRefusedUntilAnotherEnds() {
    List<ClientCall<DataFrame<PutObjectRequest>, PutObjectResponse>> others =
        Stream.generate(() -> put(new CollectedAnswers<>()))
            .limit(ServedStore.MOST_WRITERS)
            .toList();
    CollectedAnswers<PutObjectResponse> refused = new CollectedAnswers<>();
    put(refused);
    assertThat(refused.failure().reason()).isEqualTo(FailureReason.OVERLOADED);
    assertThat(refused.failure()).hasMessageContaining("limit: " + ServedStore.MOST_WRITERS);

    others.getFirst().cancel("the caller has gone", null);
    CollectedAnswers<PutObjectResponse> served = new CollectedAnswers<>();
    ClientCall<DataFrame<PutObjectRequest>, PutObjectResponse> put = put(served);
    put.sendMessage(frame(1)); // no header

    assertThat(served.failure().reason()).isEqualTo(FailureReason.REQUEST_INVALID);
    others.forEach(other -> other.cancel("the caller has gone", null));
  }

  @Test
  void putCancelledWhileTheStorageHangs_givesItsMemoryBackAtOnce() {
    holdStorage();
    ClientCall<DataFrame<PutObjectRequest>, PutObjectResponse> put = put(new CollectedAnswers<>());
    put.sendMessage(frame(0));
    put.sendMessage(frame(1));

    put.cancel("the caller has gone", null);

    assertThat(callers.inUse()).isZero();
  }

  @Test
  void putCancelledBeforeItsHeader_leavesNothing() {
    put(new CollectedAnswers<>()).cancel("the caller has gone", null);

    assertNothingStored();
  }

  @Test
  void putCancelledBeforeTheStorageTookIt_leavesNothing() {
    holdStorage();
    ClientCall<DataFrame<PutObjectRequest>, PutObjectResponse> put = put(new CollectedAnswers<>());
    put.sendMessage(frame(0));
    put.sendMessage(frame(1));

    put.cancel("the caller has gone", null);
    storageIsBusy.countDown();

    assertNothingStored();
  }

  @Test
  void putCancelledMidway_leavesNothing() {
    CollectedAnswers<PutObjectResponse> answers = new CollectedAnswers<>();
    ClientCall<DataFrame<PutObjectRequest>, PutObjectResponse> put = put(answers);
    put.sendMessage(
        DataFrame.of(
            PutObjectRequest.newBuilder().setHeader(header().setWantAccepted(true)).build(),
            full()));
    answers.awaitMessages(1); // it is accepted, so the storage is at it
    assertThat(store.open()).isEqualTo(1);
    put.sendMessage(frame(1));

    put.cancel("the caller has gone", null);

    assertNothingStored();
  }

  @Test
  void putWhoseCallerVanishes_leavesNothing() {
    holdStorage();
    ClientCall<DataFrame<PutObjectRequest>, PutObjectResponse> put = put(new CollectedAnswers<>());
    put.sendMessage(frame(0));
    put.sendMessage(frame(1));

    served.disconnect();
    storageIsBusy.countDown();

    assertNothingStored();
  }

  @Test
  void putThatIsRefused_givesBackWhatCameAfterwards() {
    holdStorage();
    CollectedAnswers<PutObjectResponse> answers = new CollectedAnswers<>();
    ClientCall<DataFrame<PutObjectRequest>, PutObjectResponse> put = put(answers);
    put.sendMessage(frame(1)); // no header
    put.sendMessage(frame(2));

    storageIsBusy.countDown();

    assertThat(answers.failure().reason()).isEqualTo(FailureReason.REQUEST_INVALID);
    assertNothingStored();
  }

  @Test
  void putThatWasStored_leavesOnlyTheObject() {
    CollectedAnswers<PutObjectResponse> answers = new CollectedAnswers<>();
    ClientCall<DataFrame<PutObjectRequest>, PutObjectResponse> put = put(answers);
    put.sendMessage(
        DataFrame.of(
            PutObjectRequest.newBuilder()
                .setHeader(header())
                .setFinish(dev.sluice.v1.Finish.newBuilder().setLength(Chunk.MAX_BYTES))
                .build(),
            full()));
    put.halfClose();

    answers.awaitMessages(1);
    put.cancel("after its end", null);

    assertThat(answers.messages().getFirst().getCommitted().getSize()).isEqualTo(Chunk.MAX_BYTES);
    assertThat(store.overlapped()).as("of a body of one message").isZero();
  }

  @Test
  void putOfManyMessages_isHashedWhileItIsWritten() throws Exception {
    CollectedAnswers<PutObjectResponse> answers = new CollectedAnswers<>();
    ClientCall<DataFrame<PutObjectRequest>, PutObjectResponse> put = put(answers);
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    for (int i = 0; i < CHUNKS; i++) {
      PutObjectRequest.Builder message = PutObjectRequest.newBuilder();
      if (i == 0) {
        message.setHeader(header());
      }
      if (i == CHUNKS - 1) {
        message.setFinish(
            dev.sluice.v1.Finish.newBuilder().setLength((long) CHUNKS * Chunk.MAX_BYTES));
      }
      PooledBuffer chunk = callers.take(Chunk.MAX_BYTES);
      while (chunk.buffer().hasRemaining()) {
        chunk.buffer().putInt(i * chunk.buffer().position());
      }
      md5.update(chunk.flip().whole());
      put.sendMessage(DataFrame.of(message.build(), chunk));
    }
    put.halfClose();
    answers.awaitMessages(1);

    assertThat(answers.messages().getFirst().getCommitted().getEtag())
        .isEqualTo(HexFormat.of().formatHex(md5.digest()));
    assertThat(store.overlapped()).isEqualTo(CHUNKS - 1);
  }

  @Test
  void get_isReadAsFastAsItsReceiverTakesIt() {
    CollectedAnswers<DataFrame<GetObjectResponse>> answers = new CollectedAnswers<>();
    ClientCall<GetObjectRequest, DataFrame<GetObjectResponse>> get = get(answers, 3);
    answers.awaitMessages(3);
    awaitIdleStorage();

    assertThat(answers.messages()).hasSize(3);
    assertThat(served.buffers().inUse()).isEqualTo(3L * Chunk.MAX_BYTES);
    answers.messages().forEach(DataFrame::close);
    assertThat(served.buffers().inUse()).isZero();

    get.request(CHUNKS);
    answers.awaitMessages(CHUNKS);
    answers.messages().forEach(DataFrame::close);
    assertThat(answers.awaitStatus().isOk()).isTrue();
  }

  @Test
  void getCancelledBeforeItWasBegun_opensNothing() {
    holdStorage();
    ClientCall<GetObjectRequest, DataFrame<GetObjectResponse>> get =
        get(new CollectedAnswers<>(), 3);

    get.cancel("the caller has gone", null);
    storageIsBusy.countDown();
    awaitIdleStorage();

    assertThat(store.opened()).isEqualTo(1); // by the put that set the stage
  }

  @Test
  void getCancelledMidway_closesWhatItReads() {
    CollectedAnswers<DataFrame<GetObjectResponse>> answers = new CollectedAnswers<>();
    ClientCall<GetObjectRequest, DataFrame<GetObjectResponse>> get = get(answers, 2);
    answers.awaitMessages(2);
    answers.messages().forEach(DataFrame::close);
    assertThat(store.open()).isEqualTo(1);

    get.cancel("the caller has gone", null);
    awaitIdleStorage();

    assertThat(store.open()).isZero();
  }

  @Test
  void getWhoseCallerVanishes_closesWhatItReads() {
    CollectedAnswers<DataFrame<GetObjectResponse>> answers = new CollectedAnswers<>();
    get(answers, 2);
    answers.awaitMessages(2);

    served.disconnect();
    awaitIdleStorage();

    assertThat(store.open()).isZero();
    answers.messages().forEach(DataFrame::close);
  }

  private void assertNothingStored() {
    awaitIdleStorage();
    assertThat(store.open()).isZero();
    assertThat(callers.inUse()).isZero();
    assertThat(
            store.store().listObjects(CALL, new ListQuery(BUCKET, "", "", "", true, 10)).objects())
        .extracting(object -> object.key().value())
        .containsExactly("there");
  }

  /** The storage has one thread: what it was asked for before this is done after it. */
  private void awaitIdleStorage() {
    CountDownLatch reached = new CountDownLatch(1);
    served.pool().resume(reached::countDown);
    await(reached);
  }

  private void holdStorage() {
    served.pool().resume(() -> await(storageIsBusy));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ClientCall<DataFrame<PutObjectRequest>, PutObjectResponse> put(
      CollectedAnswers<PutObjectResponse> answers) {
    ClientCall<DataFrame<PutObjectRequest>, PutObjectResponse> call =
        served.channel().newCall(DataMethods.PUT_OBJECT, CallOptions.DEFAULT);
    call.start(answers, new Metadata());
    call.request(3);
    return call;
  }

  private ClientCall<GetObjectRequest, DataFrame<GetObjectResponse>> get(
      CollectedAnswers<DataFrame<GetObjectResponse>> answers, int messages) {
    ClientCall<GetObjectRequest, DataFrame<GetObjectResponse>> call =
        served.channel().newCall(DataMethods.GET_OBJECT, CallOptions.DEFAULT);
    call.start(answers, new Metadata());
    call.request(messages);
    call.sendMessage(
        GetObjectRequest.newBuilder().setBucket(BUCKET.value()).setKey("there").build());
    call.halfClose();
    return call;
  }

  private DataFrame<PutObjectRequest> frame(int number) {
    PutObjectRequest.Builder message = PutObjectRequest.newBuilder();
    if (number == 0) {
      message.setHeader(header());
    }
    return DataFrame.of(message.build(), full());
  }

  private static PutObjectHeader.Builder header() {
    return PutObjectHeader.newBuilder().setBucket(BUCKET.value()).setKey("new");
  }

  private PooledBuffer full() {
    PooledBuffer buffer = callers.take(Chunk.MAX_BYTES);
    buffer.buffer().position(Chunk.MAX_BYTES);
    return buffer.flip();
  }
}
