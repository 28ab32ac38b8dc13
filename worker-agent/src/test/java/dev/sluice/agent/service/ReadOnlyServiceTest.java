package dev.sluice.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.Message;
import dev.sluice.agent.store.EngineObjectStore;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.UploadIds;
import dev.sluice.agent.store.engine.ReadOnlyEngine;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.local.FolderSnapshot;
import dev.sluice.agent.store.local.LocalEngine;
import dev.sluice.agent.store.local.LocalSettings;
import dev.sluice.agent.store.local.ReattachingEngine;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.v1.AbortUploadRequest;
import dev.sluice.v1.AccessServiceGrpc;
import dev.sluice.v1.AdminServiceGrpc;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.CompleteUploadRequest;
import dev.sluice.v1.CompletedPart;
import dev.sluice.v1.CopyObjectRequest;
import dev.sluice.v1.CopyPartRequest;
import dev.sluice.v1.CopySource;
import dev.sluice.v1.CountBucketRequest;
import dev.sluice.v1.CreateBucketRequest;
import dev.sluice.v1.CreateUploadRequest;
import dev.sluice.v1.CreateUploadResponse;
import dev.sluice.v1.DeleteBucketRequest;
import dev.sluice.v1.DeleteObjectRequest;
import dev.sluice.v1.DeleteObjectsRequest;
import dev.sluice.v1.DeleteObjectsResponse;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.Finish;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.PutObjectHeader;
import dev.sluice.v1.PutObjectRequest;
import dev.sluice.v1.ReplaceBucketAclRequest;
import dev.sluice.v1.ReplaceBucketSettingsRequest;
import dev.sluice.v1.ReplaceObjectAclRequest;
import dev.sluice.v1.ReplaceObjectTagsRequest;
import dev.sluice.v1.SweepRequest;
import dev.sluice.v1.SweepResponse;
import dev.sluice.v1.UploadPartHeader;
import dev.sluice.v1.UploadPartRequest;
import dev.sluice.v1.UploadPartResponse;
import dev.sluice.v1.UploadRef;
import dev.sluice.v1.UploadServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusException;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every writing call of the contract, asked of an agent that serves a folder read-only. */
@Timeout(90)
class ReadOnlyServiceTest {
  private static final Set<String> READING =
      Set.of(
          "Decide",
          "Explain",
          "GetAgentInfo",
          "GetBucket",
          "GetBucketSettings",
          "GetBucketUsage",
          "GetObject",
          "GetScrubStatus",
          "HeadObject",
          "ListBuckets",
          "ListObjects",
          "ListParts",
          "ListUploads",
          "Scrub"); // which also writes where it may; EngineScrubContract has it read-only

  @TempDir Path folder;

  private record Call(MethodDescriptor<?, ?> method, Message request) {
    static <Q extends Message> Call of(MethodDescriptor<Q, ?> method, Q request) {
      return new Call(method, request);
    }
  }

  private static final Call CREATE =
      Call.of(
          BucketServiceGrpc.getCreateBucketMethod(),
          CreateBucketRequest.newBuilder().setBucket("photos").build());
  private static final Call PUT =
      Call.of(
          ObjectServiceGrpc.getPutObjectMethod(),
          PutObjectRequest.newBuilder()
              .setHeader(PutObjectHeader.newBuilder().setBucket("photos").setKey("key"))
              .setData(ByteString.copyFromUtf8("data"))
              .setFinish(Finish.newBuilder().setLength(4))
              .build());
  private static final Call BEGIN =
      Call.of(
          UploadServiceGrpc.getCreateUploadMethod(),
          CreateUploadRequest.newBuilder().setBucket("photos").setKey("parts").build());
  private static final CopySource SOURCE =
      CopySource.newBuilder().setBucket("photos").setKey("key").build();

  private static Call part(UploadRef upload, int number) {
    return Call.of(
        UploadServiceGrpc.getUploadPartMethod(),
        UploadPartRequest.newBuilder()
            .setHeader(UploadPartHeader.newBuilder().setUpload(upload).setPartNumber(number))
            .setData(ByteString.copyFromUtf8("data"))
            .setFinish(Finish.newBuilder().setLength(4))
            .build());
  }

  private static List<Call> writing(UploadRef upload, String partsTag) {
    return List.of(
        CREATE,
        Call.of(
            BucketServiceGrpc.getDeleteBucketMethod(),
            DeleteBucketRequest.newBuilder().setBucket("photos").build()),
        Call.of(
            BucketServiceGrpc.getReplaceBucketSettingsMethod(),
            ReplaceBucketSettingsRequest.newBuilder().setBucket("photos").build()),
        Call.of(
            BucketServiceGrpc.getReplaceBucketAclMethod(),
            ReplaceBucketAclRequest.newBuilder().setBucket("photos").build()),
        Call.of(
            BucketServiceGrpc.getCountBucketMethod(),
            CountBucketRequest.newBuilder().setBucket("photos").build()),
        PUT,
        Call.of(
            ObjectServiceGrpc.getReplaceObjectTagsMethod(),
            ReplaceObjectTagsRequest.newBuilder().setBucket("photos").setKey("key").build()),
        Call.of(
            ObjectServiceGrpc.getReplaceObjectAclMethod(),
            ReplaceObjectAclRequest.newBuilder().setBucket("photos").setKey("key").build()),
        Call.of(
            ObjectServiceGrpc.getDeleteObjectMethod(),
            DeleteObjectRequest.newBuilder().setBucket("photos").setKey("key").build()),
        Call.of(
            ObjectServiceGrpc.getCopyObjectMethod(),
            CopyObjectRequest.newBuilder()
                .setSource(SOURCE)
                .setBucket("photos")
                .setKey("copy")
                .build()),
        BEGIN,
        part(upload, 1),
        part(upload, 2),
        Call.of(
            UploadServiceGrpc.getCopyPartMethod(),
            CopyPartRequest.newBuilder()
                .setUpload(upload)
                .setPartNumber(2)
                .setSource(SOURCE)
                .build()),
        Call.of(
            UploadServiceGrpc.getCompleteUploadMethod(),
            CompleteUploadRequest.newBuilder()
                .setUpload(upload)
                .addParts(CompletedPart.newBuilder().setPartNumber(1).setEtag(partsTag))
                .build()),
        Call.of(
            UploadServiceGrpc.getAbortUploadMethod(),
            AbortUploadRequest.newBuilder().setUpload(upload).build()));
  }

  private static StorageEngine readOnly(Path folder) {
    return new ReadOnlyEngine(ReattachingEngine.openReadOnly(LocalSettings.of(folder)));
  }

  @Test
  void everyWritingCall_isRefusedAndChangesNothing() throws Exception {
    UploadRef upload;
    String partsTag;
    try (ObjectStore store = store(LocalEngine.open(LocalSettings.of(folder)));
        ServedStore served = ServedStore.of(store)) {
      ask(served, CREATE);
      ask(served, PUT);
      upload =
          UploadRef.newBuilder()
              .setBucket("photos")
              .setKey("parts")
              .setUploadId(((CreateUploadResponse) ask(served, BEGIN)).getUploadId())
              .build();
      partsTag = ((UploadPartResponse) ask(served, part(upload, 1))).getCommitted().getEtag();
    }
    List<Call> writing = writing(upload, partsTag);
    List<String> before = FolderSnapshot.of(folder);

    try (ObjectStore store = store(readOnly(folder));
        ServedStore served = ServedStore.of(store)) {
      for (Call call : writing) {
        assertThat(refusal(served, call))
            .as(call.method().getFullMethodName())
            .isEqualTo(FailureReason.STORAGE_READ_ONLY);
      }
      assertThat(((DeleteObjectsResponse) ask(served, deleteAll())).getOutcomesList())
          .extracting(outcome -> outcome.getFailure().getReason())
          .containsExactly(FailureReason.STORAGE_READ_ONLY, FailureReason.STORAGE_READ_ONLY);
      assertThat(ask(served, sweep())).isEqualTo(SweepResponse.getDefaultInstance());
    }

    assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    assertThat(names(Stream.concat(writing.stream(), Stream.of(deleteAll(), sweep()))))
        .as("every call of the contract is among those asked, or only reads")
        .isEqualTo(namesOfAllButReading());
  }

  private static Call deleteAll() {
    return Call.of(
        ObjectServiceGrpc.getDeleteObjectsMethod(),
        DeleteObjectsRequest.newBuilder()
            .setBucket("photos")
            .addEntries(DeleteObjectsRequest.Entry.newBuilder().setKey("key"))
            .addEntries(DeleteObjectsRequest.Entry.newBuilder().setKey("missing"))
            .build());
  }

  /** Answered, but nothing is removed. */
  private static Call sweep() {
    return Call.of(
        AdminServiceGrpc.getSweepMethod(),
        SweepRequest.newBuilder()
            .setUploadExpiry(com.google.protobuf.Duration.getDefaultInstance())
            .build());
  }

  private static Set<String> names(Stream<Call> calls) {
    return calls
        .map(call -> Objects.requireNonNull(call.method().getBareMethodName()))
        .collect(Collectors.toSet());
  }

  /** Callers go by it where they send a call again, to another agent. */
  @Test
  void callsThatOnlyRead_areMarkedInTheContract() {
    assertThat(
            methods()
                .filter(ReadOnlyServiceTest::hasNoSideEffects)
                .map(MethodDescriptor::getBareMethodName))
        .containsExactlyInAnyOrderElementsOf(
            READING.stream().filter(name -> !name.equals("Scrub")).toList());
  }

  private static boolean hasNoSideEffects(MethodDescriptor<?, ?> method) {
    return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier contract
        && contract.getMethodDescriptor().getOptions().getIdempotencyLevel()
            == IdempotencyLevel.NO_SIDE_EFFECTS;
  }

  private static Stream<MethodDescriptor<?, ?>> methods() {
    return Stream.of(
            AccessServiceGrpc.getServiceDescriptor(),
            AdminServiceGrpc.getServiceDescriptor(),
            BucketServiceGrpc.getServiceDescriptor(),
            ObjectServiceGrpc.getServiceDescriptor(),
            UploadServiceGrpc.getServiceDescriptor())
        .flatMap(service -> service.getMethods().stream());
  }

  private static Set<String> namesOfAllButReading() {
    return methods()
        .map(method -> Objects.requireNonNull(method.getBareMethodName()))
        .filter(name -> !READING.contains(name))
        .collect(Collectors.toSet());
  }

  private static ObjectStore store(StorageEngine engine) {
    InstantSource clock = InstantSource.system();
    return new EngineObjectStore(engine, StoreLimits.DEFAULTS, clock, new UploadIds(clock));
  }

  private static FailureReason refusal(ServedStore served, Call call) throws Exception {
    try {
      Object answer = ask(served, call);
      throw new AssertionError(call.method().getFullMethodName() + ": " + answer);
    } catch (StatusException e) {
      return StorageStatus.fromStatus(e.getStatus(), e.getTrailers()).reason();
    }
  }

  /** Sends one message, the only one; the first that comes back. */
  @SuppressWarnings("unchecked") // Call.of has seen the types
  private static Object ask(ServedStore served, Call call)
      throws InterruptedException, StatusException {
    MethodDescriptor<Message, Object> method = (MethodDescriptor<Message, Object>) call.method();
    BlockingClientCall<Message, Object> asked =
        ClientCalls.blockingBidiStreamingCall(
            served.channel(),
            method.toBuilder().setType(MethodDescriptor.MethodType.BIDI_STREAMING).build(),
            CallOptions.DEFAULT);
    asked.write(call.request());
    asked.halfClose();
    return Objects.requireNonNull(asked.read());
  }
}
