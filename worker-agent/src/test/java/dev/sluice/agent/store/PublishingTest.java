package dev.sluice.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.memory.MemoryEngine;
import dev.sluice.agent.store.quota.Quotas;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens when somebody outside changes a key between reading and publishing. */
class PublishingTest {
  private static final ObjectName NAME =
      new ObjectName(new BucketName("bucket"), new ObjectKey("key"));
  private static final WriteConditions ANY_THERE =
      new WriteConditions(EtagCondition.ANY, null, null, null);

  private final MemoryEngine memory = new MemoryEngine(InstantSource.system());

  @BeforeEach
  void putAFile() {
    memory.createBucket(NAME.bucket(), new BucketRecord(Instant.EPOCH, null));
    memory.outside().write(NAME.bucket(), NAME.key(), new byte[1]);
  }

  @Test
  void lostRace_isDecidedAgain() {
    publish(disturbed(3), ANY_THERE);

    assertThat(memory.stat(new ObjectName(NAME.bucket(), NAME.key())))
        .extracting("size")
        .isEqualTo(2L);
  }

  @Test
  void lostRace_mayDecideOtherwise() {
    Publishing publishing =
        watched(
            method -> {
              if (method.equals("publish")) {
                memory.outside().write(NAME.bucket(), NAME.key(), new byte[1]);
              }
            });
    memory.outside().remove(NAME.bucket(), NAME.key());

    assertThat(failureOf(() -> publish(publishing, WriteConditions.ABSENT)).reason())
        .isEqualTo(FailureReason.PRECONDITION_FAILED);
  }

  @Test
  void raceLostForEver_isAConflict() {
    assertThat(failureOf(() -> publish(disturbed(Integer.MAX_VALUE), ANY_THERE)).reason())
        .isEqualTo(FailureReason.CONDITIONAL_CONFLICT);
    assertThat(
            failureOf(
                    () ->
                        disturbed(Integer.MAX_VALUE)
                            .delete(OperatorAccess.to(NAME), NAME, ANY_THERE))
                .reason())
        .isEqualTo(FailureReason.CONDITIONAL_CONFLICT);
  }

  /** However long bytes take to become durable, it is before anything is decided. */
  @Test
  void bytesAreSealed_beforeAnythingIsDecided() {
    List<String> calls = new ArrayList<>();

    publish(watched(calls::add), ANY_THERE);

    assertThat(calls).containsExactly("seal", "stat", "publish");
  }

  @Test
  void writerThatSeals_keepsNobodyWaiting() throws Exception {
    CountDownLatch sealing = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    AtomicBoolean first = new AtomicBoolean(true);
    Publishing publishing =
        watched(
            method -> {
              if (method.equals("seal") && first.getAndSet(false)) {
                sealing.countDown();
                await(released);
              }
            });
    CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> publish(publishing, ANY_THERE));
    sealing.await();

    publish(publishing, ANY_THERE);
    assertThat(publishing.delete(OperatorAccess.to(NAME), NAME, ANY_THERE))
        .isEqualTo(Deleted.OBJECT);
    released.countDown();

    assertThat(catchThrowableOfType(ExecutionException.class, slow::get))
        .hasCauseInstanceOf(StorageException.class); // nothing is there any more
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void unconditionalChange_asksForNothing() {
    publish(disturbed(0), WriteConditions.NONE);

    assertThat(memory.stat(new ObjectName(NAME.bucket(), NAME.key())))
        .extracting("size")
        .isEqualTo(2L);
  }

  private void publish(Publishing publishing, WriteConditions conditions) {
    try (Stage stage = memory.stage(NAME.bucket(), 2)) {
      stage.write(ByteBuffer.allocate(2));
      publishing.publish(OperatorAccess.to(NAME), NAME, stage, ObjectRecord.NONE, conditions);
    }
  }

  /** Loses the first so many races. */
  private Publishing disturbed(int times) {
    int[] left = {times};
    return watched(
        method -> {
          boolean changes = method.equals("publish") || method.equals("delete");
          if (changes && left[0]-- > 0) {
            throw new ExpectationNotMet(Expectation.ABSENT);
          }
        });
  }

  private Publishing watched(Consumer<String> before) {
    return new Publishing(
        WatchedEngine.of(
            memory,
            new WatchedEngine.Watcher() {
              @Override
              public void before(String method) {
                before.accept(method);
              }
            }),
        new Quotas(memory, InstantSource.system()));
  }

  private static StorageException failureOf(ThrowingCallable call) {
    return Objects.requireNonNull(catchThrowableOfType(StorageException.class, call));
  }
}
