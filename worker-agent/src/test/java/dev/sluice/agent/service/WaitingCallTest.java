package dev.sluice.agent.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.sluice.agent.store.EngineObjectStore;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.UploadIds;
import dev.sluice.agent.store.memory.MemoryEngine;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Principal;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.CreateBucketRequest;
import dev.sluice.v1.DeleteObjectsRequest;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.Finish;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.PutObjectHeader;
import dev.sluice.v1.PutObjectRequest;
import dev.sluice.v1.PutObjectResponse;
import io.grpc.CallOptions;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that wait for the storage's only thread longer than their callers wait for them. */
@Timeout(60)
class WaitingCallTest {
  private static final CallContext CALL =
      new CallContext(Caller.operator(new Principal("id", "name")), "request", null);
  private static final CreateBucketRequest CREATE =
      CreateBucketRequest.newBuilder().setBucket("another").build();
  private static final PutObjectHeader HEADER =
      PutObjectHeader.newBuilder().setBucket("bucket").setKey("key").build();
  private static final PutObjectRequest WHOLE_PUT =
      PutObjectRequest.newBuilder()
          .setHeader(HEADER)
          .setData(ByteString.copyFromUtf8("data"))
          .setFinish(Finish.newBuilder().setLength(4))
          .build();

  /** The agent's clock stands still until a test moves it; gRPC's goes on. */
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

  private final ObjectStore store =
      new EngineObjectStore(
          new MemoryEngine(InstantSource.system()),
          StoreLimits.DEFAULTS,
          InstantSource.system(),
          new UploadIds(InstantSource.system()));
  private final ServedStore served =
      ServedStore.of(store, 1, () -> Objects.requireNonNull(now.get()));
  private final CountDownLatch threadIsBusy = new CountDownLatch(1);

  @BeforeEach
  void busyThread() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    ask(BucketServiceGrpc.getCreateBucketMethod(), bucket("bucket"), CallOptions.DEFAULT).ended();
    served
        .pool()
        .admit(
            () -> {
              begun.countDown();
              try {
                threadIsBusy.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    begun.await();
  }

  @AfterEach
  void close() {
    threadIsBusy.countDown();
    try (store) {
      served.close();
    }
  }

  @Test
  void cancelledCall_isNotBegun() throws Exception {
    var create = ask(BucketServiceGrpc.getCreateBucketMethod(), CREATE, CallOptions.DEFAULT);
    var put = ask(ObjectServiceGrpc.getPutObjectMethod(), WHOLE_PUT, CallOptions.DEFAULT);
    assertThat(served.pool().waiting()).isEqualTo(2);

    create.call().cancel("the caller has gone", null);
    put.call().cancel("the caller has gone", null);

    assertNothingChangesAfterAll();
  }

  @Test
  void cancelledPut_isNotStoredThoughAllOfItHadCome() throws Exception {
    PutObjectRequest begin = WHOLE_PUT.toBuilder().clearFinish().build();
    PutObjectRequest end = WHOLE_PUT.toBuilder().clearHeader().clearData().build();
    BlockingClientCall<PutObjectRequest, PutObjectResponse> put =
        ClientCalls.blockingBidiStreamingCall(
            served.channel(), ObjectServiceGrpc.getPutObjectMethod(), CallOptions.DEFAULT);
    put.write(begin);
    put.write(end);

    put.cancel("the caller has gone", null);

    assertNothingChangesAfterAll();
  }

  @Test
  void callWhoseDeadlinePassed_isNotBegun() throws Exception {
    CallOptions inAnHour = CallOptions.DEFAULT.withDeadline(Deadline.after(1, TimeUnit.HOURS));
    var create = ask(BucketServiceGrpc.getCreateBucketMethod(), CREATE, inAnHour);
    var put = ask(ObjectServiceGrpc.getPutObjectMethod(), WHOLE_PUT, inAnHour);

    now.set(Instant.EPOCH.plus(Duration.ofHours(2)));
    threadIsBusy.countDown();

    for (Asked<?> asked : List.of(create, put)) {
      Status status = asked.ended();
      assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(StorageStatus.fromStatus(status, null).reason())
          .isEqualTo(FailureReason.DEADLINE_PASSED);
    }
    assertNothingChangesAfterAll();
  }

  @Test
  void callWithTimeLeft_isServed() throws Exception {
    CallOptions inAnHour = CallOptions.DEFAULT.withDeadline(Deadline.after(1, TimeUnit.HOURS));
    var put = ask(ObjectServiceGrpc.getPutObjectMethod(), WHOLE_PUT, inAnHour);

    now.set(Instant.EPOCH.plus(Duration.ofMinutes(50)));
    threadIsBusy.countDown();

    assertThat(put.ended().isOk()).isTrue();
  }

  @Test
  void longWork_hasThreadsOfItsOwn() throws Exception {
    DeleteObjectsRequest deletes =
        DeleteObjectsRequest.newBuilder()
            .setBucket("bucket")
            .addEntries(DeleteObjectsRequest.Entry.newBuilder().setKey("key"))
            .build();

    var deleted = ask(ObjectServiceGrpc.getDeleteObjectsMethod(), deletes, CallOptions.DEFAULT);

    assertThat(deleted.ended().isOk()).isTrue();
  }

  @Test
  void callBeyondThoseThatMayWait_isRefused() throws Exception {
    CountDownLatch served = new CountDownLatch(ServedStore.MAXIMUM_WAITING);
    for (int i = 0; i < ServedStore.MAXIMUM_WAITING; i++) {
      this.served.pool().resume(served::countDown);
    }

    var refused = ask(BucketServiceGrpc.getCreateBucketMethod(), CREATE, CallOptions.DEFAULT);
    Status status = refused.ended();
    assertThat(StorageStatus.fromStatus(status, null).reason()).isEqualTo(FailureReason.OVERLOADED);
    assertThat(status.getDescription()).contains("limit: " + ServedStore.MAXIMUM_WAITING);

    threadIsBusy.countDown();
    served.await();
    var after = ask(BucketServiceGrpc.getCreateBucketMethod(), CREATE, CallOptions.DEFAULT);
    assertThat(after.ended().isOk()).isTrue();
  }

  private void assertNothingChangesAfterAll() throws InterruptedException {
    threadIsBusy.countDown();
    assertThat(served.pool().drain(Duration.ofSeconds(20))).isTrue();
    assertThat(store.listBuckets(CALL, "", "", 10).buckets())
        .extracting(named -> named.name().value())
        .containsExactly("bucket");
    assertThat(
            store
                .listObjects(CALL, new ListQuery(new BucketName("bucket"), "", "", "", true, 10))
                .objects())
        .isEmpty();
  }

  private static CreateBucketRequest bucket(String name) {
    return CreateBucketRequest.newBuilder().setBucket(name).build();
  }

  private <Q, A> Asked<A> ask(MethodDescriptor<Q, A> method, Q question, CallOptions options) {
    BlockingClientCall<Q, A> call =
        ClientCalls.blockingBidiStreamingCall(
            served.channel(),
            method.toBuilder().setType(MethodDescriptor.MethodType.BIDI_STREAMING).build(),
            options);
    try {
      call.write(question);
    } catch (InterruptedException | StatusException e) {
      throw new IllegalStateException(e);
    }
    call.halfClose();
    return new Asked<>(call);
  }

  /** A call whose question was sent. */
  private record Asked<A>(BlockingClientCall<?, A> call) {
    /** How it ended. */
    Status ended() {
      StatusException failure =
          catchThrowableOfType(
              StatusException.class,
              () -> {
                while (call.read() != null) {
                  // until there is no more
                }
              });
      return failure == null ? Status.OK : failure.getStatus();
    }
  }
}
