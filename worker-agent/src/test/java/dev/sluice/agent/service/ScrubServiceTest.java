package dev.sluice.agent.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.agent.store.EngineObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.UploadIds;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.memory.MemoryEngine;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.testing.Await;
import dev.sluice.v1.AdminServiceGrpc;
import dev.sluice.v1.DamagedObject;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetScrubStatusRequest;
import dev.sluice.v1.GetScrubStatusResponse;
import dev.sluice.v1.ScrubRequest;
import dev.sluice.v1.ScrubResponse;
import io.grpc.CallOptions;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scrubs that callers ask for. */
class ScrubServiceTest {
  private static final BucketName BUCKET = new BucketName("bucket");

  private final InstantSource clock = InstantSource.system();
  private final MemoryEngine memory = new MemoryEngine(clock);
  private final EngineObjectStore store =
      new EngineObjectStore(memory, StoreLimits.DEFAULTS, clock, new UploadIds(clock));
  private final ServedStore served =
      ServedStore.of(store, 1, clock, ServedStore.scrubber(memory, store.quotas(), clock));

  @BeforeEach
  void storeARottenObject() {
    memory.createBucket(BUCKET, new BucketRecord(Instant.EPOCH, null));
    try (Stage stage = memory.stage(BUCKET, -1)) {
      stage.write(ByteBuffer.wrap("bytes".repeat(200_000).getBytes(UTF_8)));
      ObjectName name = new ObjectName(BUCKET, new ObjectKey("rotten"));
      ETag ofOthers = new ETag("0123456789abcdef0123456789abcdef");
      try (SealedStage sealed = memory.seal(name, stage, ObjectRecord.NONE.withTag(ofOthers))) {
        memory.publish(sealed, Expectation.ANYTHING, Replaced.DROPPED);
      }
    }
  }

  @AfterEach
  void close() {
    try (store) {
      served.close();
    }
  }

  @Test
  void scrub_namesWhatIsDamaged_andTheStatusKnowsIt() {
    List<ScrubResponse> answers = scrub(ScrubRequest.getDefaultInstance());

    assertThat(answers.getLast().getCounts().getRotten()).isEqualTo(1);
    assertThat(answers.getLast().getCounts().getBytes()).isEqualTo(1_000_000);
    assertThat(answers)
        .flatExtracting(ScrubResponse::getDamagedList)
        .singleElement()
        .satisfies(
            damaged -> {
              assertThat(damaged.getBucket()).isEqualTo("bucket");
              assertThat(damaged.getKey()).isEqualTo("rotten");
              assertThat(damaged.getVersion()).isEqualTo("null");
              assertThat(damaged.getDamage()).isEqualTo(DamagedObject.Damage.ROTTEN);
            });
    GetScrubStatusResponse status =
        ClientCalls.blockingUnaryCall(
            served.channel(),
            AdminServiceGrpc.getGetScrubStatusMethod(),
            CallOptions.DEFAULT,
            GetScrubStatusRequest.getDefaultInstance());
    assertThat(status.getDamagedList()).extracting(DamagedObject::getKey).containsExactly("rotten");
    assertThat(status.hasBegun()).as("a pass in the background").isFalse();
  }

  @Test
  void scope_isChecked() {
    assertThat(reason(ScrubRequest.newBuilder().setBucket("missing")))
        .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    assertThat(reason(ScrubRequest.newBuilder().setPrefix("a")))
        .isEqualTo(FailureReason.ARGUMENT_INVALID);
    assertThat(reason(ScrubRequest.newBuilder().setBytesPerSecond(-1)))
        .isEqualTo(FailureReason.ARGUMENT_INVALID);
    assertThat(scrub(ScrubRequest.newBuilder().setBucket("bucket").setPrefix("s").build()))
        .singleElement()
        .isEqualTo(ScrubResponse.newBuilder().setCounts(noCounts()).build());
  }

  @Test
  void secondScrub_isRefused_untilTheFirstCallerHasGone() throws Exception {
    BlockingClientCall<ScrubRequest, ScrubResponse> slow =
        ClientCalls.blockingV2ServerStreamingCall(
            served.channel(),
            AdminServiceGrpc.getScrubMethod(),
            CallOptions.DEFAULT,
            ScrubRequest.newBuilder().setBytesPerSecond(1).build());
    assertThat(slow.read().getDamagedList()).as("found so far").isEmpty();

    assertThat(reason(ScrubRequest.newBuilder())).isEqualTo(FailureReason.OVERLOADED);

    slow.cancel("the caller has gone", null);
    Await.until(
        "the end of the first scrub",
        () -> !reason(ScrubRequest.newBuilder()).equals(FailureReason.OVERLOADED));
  }

  private static dev.sluice.v1.ScrubCounts noCounts() {
    return dev.sluice.v1.ScrubCounts.getDefaultInstance();
  }

  private List<ScrubResponse> scrub(ScrubRequest request) {
    List<ScrubResponse> answers = new ArrayList<>();
    ClientCalls.blockingServerStreamingCall(
            served.channel(), AdminServiceGrpc.getScrubMethod(), CallOptions.DEFAULT, request)
        .forEachRemaining(answers::add);
    return answers;
  }

  /** Why a scrub fails; unspecified where it does not. */
  private FailureReason reason(ScrubRequest.Builder request) {
    StatusRuntimeException failure =
        catchThrowableOfType(StatusRuntimeException.class, () -> scrub(request.build()));
    return failure == null
        ? FailureReason.FAILURE_REASON_UNSPECIFIED
        : StorageStatus.fromStatus(failure.getStatus(), failure.getTrailers()).reason();
  }
}
