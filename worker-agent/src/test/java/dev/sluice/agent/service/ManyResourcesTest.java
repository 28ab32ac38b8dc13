package dev.sluice.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.EngineObjectStore;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.UploadIds;
import dev.sluice.agent.store.memory.MemoryEngine;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.Evaluation.Resource;
import dev.sluice.common.model.Evaluation.Verdict;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.CallMetadata;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.common.rpc.WireCaller;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.DeleteObjectsRequest;
import dev.sluice.v1.DeleteObjectsResponse;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.ListBucketsRequest;
import dev.sluice.v1.ListBucketsResponse;
import dev.sluice.v1.ObjectServiceGrpc;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rpcs on many resources are decided for each of them, by what the message says of it. */
class ManyResourcesTest {
  private static final CallContext OPERATOR =
      new CallContext(Caller.operator(new Principal("id", "name")), "request", null);
  private static final List<String> BUCKETS = List.of("logs-1", "logs-2", "photos", "videos");

  private final InstantSource clock = InstantSource.system();
  private final ObjectStore store =
      new EngineObjectStore(
          new MemoryEngine(clock), StoreLimits.DEFAULTS, clock, new UploadIds(clock));
  private final ServedStore served = ServedStore.of(store);

  ManyResourcesTest() {
    BUCKETS.forEach(name -> store.createBucket(OPERATOR, new BucketName(name)));
  }

  @AfterEach
  void stop() {
    served.close();
    store.close();
  }

  private static Caller caller(Caller.Kind kind) {
    return new Caller(
        kind,
        new Principal("id", "name"),
        "",
        "",
        false,
        List.of(new Evaluation("s3:ListAllMyBuckets", Resource.TARGET, Verdict.ALLOW)));
  }

  private ListBucketsResponse list(Caller caller, ListBucketsRequest request) {
    return BucketServiceGrpc.newBlockingStub(served.channel())
        .withInterceptors(
            MetadataUtils.newAttachHeadersInterceptor(
                CallMetadata.toHeaders(new CallContext(caller, "request", null))))
        .listBuckets(request);
  }

  private List<String> names(Caller caller, int page, String... granted) {
    List<String> names = new ArrayList<>();
    ListBucketsResponse answer;
    do {
      answer =
          list(
              caller,
              ListBucketsRequest.newBuilder()
                  .addAllGranted(List.of(granted))
                  .setStartAfter(names.isEmpty() ? "" : names.getLast())
                  .setMaxBuckets(page)
                  .build());
      assertThat(answer.getBucketsCount()).isLessThanOrEqualTo(page);
      names.addAll(answer.getBucketsList().stream().map(Bucket::getName).toList());
    } while (answer.getTruncated());
    return names;
  }

  @Test
  void identity_seesTheBucketsThatItsGrantsAreAbout() {
    Caller identity = caller(Caller.Kind.IDENTITY);
    for (int page : List.of(1, 2, 3, 10)) {
      assertThat(names(identity, page, "photos")).containsExactly("photos");
      assertThat(names(identity, page, "logs*", "videos"))
          .containsExactly("logs-1", "logs-2", "videos");
      assertThat(names(identity, page, "*")).isEqualTo(BUCKETS);
      assertThat(names(identity, page)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPERATOR", "ROOT"})
  void operatorAndRoot_seeEveryBucket(Caller.Kind kind) {
    assertThat(names(caller(kind), 1)).isEqualTo(BUCKETS);
    assertThat(names(caller(kind), 10)).isEqualTo(BUCKETS);
  }

  @Test
  void patternsBeyondTheirLimits_areRefused() {
    Stream.of(Collections.nCopies(1001, "*"), List.of("x".repeat(64)))
        .forEach(
            granted -> {
              ListBucketsRequest request =
                  ListBucketsRequest.newBuilder().addAllGranted(granted).build();
              assertThat(reason(() -> list(caller(Caller.Kind.IDENTITY), request)))
                  .isEqualTo(FailureReason.ARGUMENT_INVALID);
            });
  }

  private static FailureReason reason(Runnable call) {
    try {
      call.run();
      throw new AssertionError("succeeded");
    } catch (StatusRuntimeException e) {
      StorageException failure = StorageStatus.fromStatus(e.getStatus(), e.getTrailers());
      return failure.reason();
    }
  }

  @Test
  void entry_isDecidedByItsOwnEvaluations() {
    DeleteObjectsRequest request =
        DeleteObjectsRequest.newBuilder()
            .setBucket("photos")
            .addEntries(entry("allowed", Verdict.ALLOW))
            .addEntries(entry("silent", Verdict.SILENT))
            .addEntries(entry("denied", Verdict.ALLOW, Verdict.DENY))
            .addEntries(DeleteObjectsRequest.Entry.newBuilder().setKey("unsaid"))
            .build();
    assertThat(delete(caller(Caller.Kind.IDENTITY), request))
        .containsExactly(
            FailureReason.FAILURE_REASON_UNSPECIFIED,
            FailureReason.ACCESS_DENIED,
            FailureReason.ACCESS_DENIED,
            FailureReason.ACCESS_DENIED);
    assertThat(delete(caller(Caller.Kind.ROOT), request))
        .containsOnly(FailureReason.FAILURE_REASON_UNSPECIFIED);
  }

  private List<FailureReason> delete(Caller caller, DeleteObjectsRequest request) {
    return ObjectServiceGrpc.newBlockingStub(served.channel())
        .withInterceptors(
            MetadataUtils.newAttachHeadersInterceptor(
                CallMetadata.toHeaders(new CallContext(caller, "request", null))))
        .deleteObjects(request)
        .getOutcomesList()
        .stream()
        .map(DeleteObjectsResponse.Outcome::getFailure)
        .map(dev.sluice.v1.Failure::getReason)
        .toList();
  }

  private static DeleteObjectsRequest.Entry entry(String key, Verdict... verdicts) {
    return DeleteObjectsRequest.Entry.newBuilder()
        .setKey(key)
        .addAllEvaluations(
            WireCaller.toProto(
                Stream.of(verdicts)
                    .map(it -> new Evaluation("s3:DeleteObject", Resource.TARGET, it))
                    .toList()))
        .build();
  }
}
