package dev.sluice.agent.service;

import dev.sluice.agent.store.BodyWriter;
import dev.sluice.agent.store.ObjectReading;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.access.Decision;
import dev.sluice.agent.store.acl.BucketDefaults;
import dev.sluice.agent.store.engine.EngineInfo;
import dev.sluice.agent.store.engine.SweepResult;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.request.AccessRequest;
import dev.sluice.agent.store.request.BucketUsage;
import dev.sluice.agent.store.request.CompletionRequest;
import dev.sluice.agent.store.request.CopyRequest;
import dev.sluice.agent.store.request.CreationRequest;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ObjectHead;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.ObjectPage;
import dev.sluice.agent.store.request.PartCopyRequest;
import dev.sluice.agent.store.request.PartPage;
import dev.sluice.agent.store.request.PartRequest;
import dev.sluice.agent.store.request.PutRequest;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.agent.store.request.UploadPage;
import dev.sluice.agent.store.request.UploadQuery;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.agent.store.request.UploadRequest;
import dev.sluice.common.model.AclSpec;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.model.Wildcard;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.common.rpc.CallMetadata;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.common.rpc.WireAcl;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.v1.AbortUploadRequest;
import dev.sluice.v1.AccessServiceGrpc;
import dev.sluice.v1.AdminServiceGrpc;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.CountBucketRequest;
import dev.sluice.v1.CountBucketResponse;
import dev.sluice.v1.DecideResponse;
import dev.sluice.v1.DeleteBucketRequest;
import dev.sluice.v1.DeleteObjectRequest;
import dev.sluice.v1.FileTransfer;
import dev.sluice.v1.GetAgentInfoRequest;
import dev.sluice.v1.GetAgentInfoResponse;
import dev.sluice.v1.GetBucketRequest;
import dev.sluice.v1.GetBucketSettingsRequest;
import dev.sluice.v1.GetBucketSettingsResponse;
import dev.sluice.v1.GetBucketUsageRequest;
import dev.sluice.v1.GetBucketUsageResponse;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.HeadObjectResponse;
import dev.sluice.v1.ListBucketsRequest;
import dev.sluice.v1.ListPartsRequest;
import dev.sluice.v1.ListPartsResponse;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.PutObjectRequest;
import dev.sluice.v1.PutObjectResponse;
import dev.sluice.v1.ReplaceBucketAclRequest;
import dev.sluice.v1.ReplaceBucketSettingsRequest;
import dev.sluice.v1.ReplaceObjectAclRequest;
import dev.sluice.v1.ReplaceObjectTagsRequest;
import dev.sluice.v1.SweepRequest;
import dev.sluice.v1.SweepResponse;
import dev.sluice.v1.UploadPartRequest;
import dev.sluice.v1.UploadPartResponse;
import dev.sluice.v1.UploadServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A store at the other end of a channel: what the contract of {@link ObjectStore} says has to hold
 * for callers of {@code sluice.v1} as well. Headers of bodies wait for the agent's {@code
 * accepted}, so that what can be known early fails early here too.
 */
final class GrpcObjectStore implements ObjectStore {
  private final Channel channel;
  private final BodyMethods methods;
  private final @Nullable FileTaker files;

  /** A store over a channel, which stays the caller's. */
  GrpcObjectStore(Channel channel, BodyMethods methods) {
    this(channel, methods, null);
  }

  /**
   * The same, which reads bodies from their files.
   *
   * @param files takes what is granted, the caller's; null: bodies come in messages
   */
  GrpcObjectStore(Channel channel, BodyMethods methods, @Nullable FileTaker files) {
    this.channel = channel;
    this.methods = methods;
    this.files = files;
  }

  @Override
  public EngineInfo info() {
    GetAgentInfoResponse answer =
        answer(
            channel,
            AdminServiceGrpc.getGetAgentInfoMethod(),
            GetAgentInfoRequest.getDefaultInstance());
    return new EngineInfo(
        answer.getEngine(),
        answer.getLocation(),
        answer.getFormatVersion(),
        answer.getDurability(),
        answer.hasFreeBytes() ? answer.getFreeBytes() : -1,
        answer.hasTotalBytes() ? answer.getTotalBytes() : -1,
        Set.of(),
        answer.hasNamespaceId() ? answer.getNamespaceId() : null);
  }

  @Override
  public void decide(CallContext context, AccessRequest request) {
    DecideResponse _ =
        ask(context, AccessServiceGrpc.getDecideMethod(), ContractAccess.decide(request));
  }

  /** The other side decides which threads do it. */
  @Override
  public boolean decideAtOnce(CallContext context, AccessRequest request) {
    decide(context, request);
    return true;
  }

  @Override
  public boolean charges(CallContext context, AccessRequest request) {
    return ask(context, AccessServiceGrpc.getDecideMethod(), ContractAccess.decide(request))
        .getRequesterCharged();
  }

  /** Asked by the operator about the context's caller. */
  @Override
  public List<Decision> explain(CallContext context, AccessRequest request) {
    return ContractAccess.decisions(
        answer(
            channel,
            AccessServiceGrpc.getExplainMethod(),
            ContractAccess.explain(context.caller(), request)));
  }

  @Override
  public BucketRecord createBucket(CallContext context, CreationRequest request) {
    return withSettings(
        context,
        ContractAnswers.bucket(
            ask(
                    context,
                    BucketServiceGrpc.getCreateBucketMethod(),
                    ContractRequests.create(request))
                .getBucket()),
        request.bucket());
  }

  @Override
  public BucketRecord getBucket(CallContext context, BucketName bucket) {
    GetBucketRequest request = GetBucketRequest.newBuilder().setBucket(bucket.value()).build();
    return withSettings(
        context,
        ContractAnswers.bucket(
            ask(context, BucketServiceGrpc.getGetBucketMethod(), request).getBucket()),
        bucket);
  }

  /** The answer says of settings only their generation; the rest of it is asked for. */
  private BucketRecord withSettings(CallContext context, BucketRecord record, BucketName bucket) {
    GetBucketSettingsResponse answer =
        ask(
            context,
            BucketServiceGrpc.getGetBucketSettingsMethod(),
            GetBucketSettingsRequest.newBuilder().setBucket(bucket.value()).build());
    return new BucketRecord(
        record.created(),
        record.owner(),
        record.region(),
        SettingsMessages.toModel(answer.getSettings()),
        answer.getGeneration());
  }

  @Override
  public BucketRecord replaceSettings(
      CallContext context, BucketName bucket, BucketSettings settings, long expectedGeneration) {
    ReplaceBucketSettingsRequest request =
        ReplaceBucketSettingsRequest.newBuilder()
            .setBucket(bucket.value())
            .setSettings(SettingsMessages.toProto(settings))
            .setExpectedGeneration(expectedGeneration)
            .build();
    ask(context, BucketServiceGrpc.getReplaceBucketSettingsMethod(), request);
    return getBucket(context, bucket);
  }

  /** What a bucket follows that says nothing itself is in no answer. */
  @Override
  public BucketDefaults defaults() {
    return BucketDefaults.NONE;
  }

  @Override
  public BucketRecord replaceBucketAcl(
      CallContext context, BucketName bucket, AclSpec acl, @Nullable String expectedOwner) {
    ask(
        context,
        BucketServiceGrpc.getReplaceBucketAclMethod(),
        ReplaceBucketAclRequest.newBuilder()
            .setBucket(bucket.value())
            .setAcl(WireAcl.toProto(acl))
            .setExpectedOwner(Objects.requireNonNullElse(expectedOwner, ""))
            .build());
    return getBucket(context, bucket);
  }

  @Override
  public BucketPage listBuckets(
      CallContext context, String prefix, String startAfter, int limit, List<Wildcard> granted) {
    ListBucketsRequest request =
        ListBucketsRequest.newBuilder()
            .addAllGranted(granted.stream().map(Wildcard::pattern).toList())
            .setPrefix(prefix)
            .setStartAfter(startAfter)
            .setMaxBuckets(limit)
            .build();
    return ContractAnswers.buckets(ask(context, BucketServiceGrpc.getListBucketsMethod(), request));
  }

  @Override
  public void deleteBucket(CallContext context, BucketName bucket) {
    DeleteBucketRequest request =
        DeleteBucketRequest.newBuilder().setBucket(bucket.value()).build();
    ask(context, BucketServiceGrpc.getDeleteBucketMethod(), request);
  }

  @Override
  public Optional<BucketUsage> bucketUsage(CallContext context, BucketName bucket) {
    GetBucketUsageRequest request =
        GetBucketUsageRequest.newBuilder().setBucket(bucket.value()).build();
    GetBucketUsageResponse answer =
        ask(context, BucketServiceGrpc.getGetBucketUsageMethod(), request);
    return answer.hasUsage()
        ? Optional.of(ContractAnswers.usage(answer.getUsage()))
        : Optional.empty();
  }

  @Override
  public Optional<BucketUsage> countBucket(CallContext context, BucketName bucket) {
    CountBucketRequest request = CountBucketRequest.newBuilder().setBucket(bucket.value()).build();
    CountBucketResponse answer = ask(context, BucketServiceGrpc.getCountBucketMethod(), request);
    return answer.hasUsage()
        ? Optional.of(ContractAnswers.usage(answer.getUsage()))
        : Optional.empty();
  }

  @Override
  public BodyWriter<ObjectInfo> putObject(CallContext context, PutRequest request) {
    return new GrpcBody<>(
            ClientCalls.blockingBidiStreamingCall(of(context), methods.put(), CallOptions.DEFAULT),
            data -> PutObjectRequest.newBuilder().setData(data).build(),
            finish -> PutObjectRequest.newBuilder().setFinish(finish).build(),
            (PutObjectResponse answer) -> ContractAnswers.object(answer.getCommitted()))
        .begin(
            PutObjectRequest.newBuilder().setHeader(ContractRequests.put(request)).build(),
            PutObjectResponse::hasAccepted);
  }

  @Override
  public ObjectReading getObject(CallContext context, ReadRequest request) {
    GetObjectRequest message = ContractRequests.get(request);
    if (files != null) {
      message = message.toBuilder().setFileTransfer(FileTransfer.FILE_TRANSFER_DESCRIPTOR).build();
    }
    return GrpcReading.begin(
        ClientCalls.blockingV2ServerStreamingCall(
            of(context), methods.get(), CallOptions.DEFAULT, message),
        files);
  }

  @Override
  public ObjectHead headObject(CallContext context, ReadRequest request) {
    HeadObjectResponse answer =
        ask(context, ObjectServiceGrpc.getHeadObjectMethod(), ContractRequests.head(request));
    return ContractAnswers.head(answer.getInfo(), answer.hasSpan(), answer.getSpan());
  }

  @Override
  public ObjectPage listObjects(CallContext context, ListQuery query) {
    return ContractAnswers.page(
        ask(context, ObjectServiceGrpc.getListObjectsMethod(), ContractRequests.list(query)));
  }

  /** The other side decides which threads do it. */
  @Override
  public Optional<ObjectPage> listObjectsAtOnce(CallContext context, ListQuery query) {
    return Optional.of(listObjects(context, query));
  }

  @Override
  public Deleted deleteObject(
      CallContext context, BucketName bucket, ObjectKey key, WriteConditions conditions) {
    DeleteObjectRequest request =
        DeleteObjectRequest.newBuilder()
            .setBucket(bucket.value())
            .setKey(key.value())
            .setConditions(WireConditions.toProto(conditions))
            .build();
    return ask(context, ObjectServiceGrpc.getDeleteObjectMethod(), request).getExisted()
        ? Deleted.OBJECT
        : Deleted.NOTHING;
  }

  /** Part of DeleteObjects, which tests call by itself. */
  @Override
  public void checkDeletes(CallContext context, BucketName bucket) {
    throw new UnsupportedOperationException("no rpc of its own");
  }

  @Override
  public ObjectInfo replaceAcl(
      CallContext context,
      BucketName bucket,
      ObjectKey key,
      AclSpec acl,
      @Nullable String expectedOwner) {
    return ContractAnswers.object(
        ask(
                context,
                ObjectServiceGrpc.getReplaceObjectAclMethod(),
                ReplaceObjectAclRequest.newBuilder()
                    .setBucket(bucket.value())
                    .setKey(key.value())
                    .setAcl(WireAcl.toProto(acl))
                    .setExpectedOwner(Objects.requireNonNullElse(expectedOwner, ""))
                    .build())
            .getInfo());
  }

  @Override
  public ObjectInfo copyObject(CallContext context, CopyRequest request) {
    return ContractAnswers.object(
        ask(context, ObjectServiceGrpc.getCopyObjectMethod(), ContractRequests.copy(request))
            .getCopy());
  }

  @Override
  public ObjectInfo replaceTags(
      CallContext context, BucketName bucket, ObjectKey key, TagSet tags) {
    return ContractAnswers.object(
        ask(
                context,
                ObjectServiceGrpc.getReplaceObjectTagsMethod(),
                ReplaceObjectTagsRequest.newBuilder()
                    .setBucket(bucket.value())
                    .setKey(key.value())
                    .setTags(ContractRequests.tags(tags))
                    .build())
            .getInfo());
  }

  /** The answer names the upload; the rest of it is asked for. */
  @Override
  public UploadRecord createUpload(CallContext context, UploadRequest request) {
    dev.sluice.v1.UploadRef upload =
        dev.sluice.v1.UploadRef.newBuilder()
            .setBucket(request.bucket().value())
            .setKey(request.key().value())
            .setUploadId(
                ask(
                        context,
                        UploadServiceGrpc.getCreateUploadMethod(),
                        ContractRequests.createUpload(request))
                    .getUploadId())
            .build();
    ListPartsResponse answer =
        ask(
            context,
            UploadServiceGrpc.getListPartsMethod(),
            ListPartsRequest.newBuilder().setUpload(upload).build());
    return ContractAnswers.upload(request.bucket(), answer.getUpload(), request.metadata());
  }

  @Override
  public BodyWriter<PartRecord> uploadPart(CallContext context, PartRequest request) {
    return new GrpcBody<>(
            ClientCalls.blockingBidiStreamingCall(of(context), methods.part(), CallOptions.DEFAULT),
            data -> UploadPartRequest.newBuilder().setData(data).build(),
            finish -> UploadPartRequest.newBuilder().setFinish(finish).build(),
            (UploadPartResponse answer) -> ContractAnswers.part(answer.getCommitted()))
        .begin(
            UploadPartRequest.newBuilder().setHeader(ContractRequests.part(request)).build(),
            UploadPartResponse::hasAccepted);
  }

  @Override
  public PartRecord copyPart(CallContext context, PartCopyRequest request) {
    return ContractAnswers.part(
        ask(context, UploadServiceGrpc.getCopyPartMethod(), ContractRequests.copyPart(request))
            .getPart());
  }

  @Override
  public PartPage listParts(CallContext context, UploadRef upload, int afterPart, int limit) {
    ListPartsRequest request =
        ListPartsRequest.newBuilder()
            .setUpload(ContractRequests.ref(upload))
            .setPartNumberMarker(afterPart)
            .setMaxParts(limit)
            .build();
    return ContractAnswers.parts(
        upload.bucket(), ask(context, UploadServiceGrpc.getListPartsMethod(), request));
  }

  @Override
  public UploadPage listUploads(CallContext context, UploadQuery query) {
    return ContractAnswers.uploads(
        query.bucket(),
        ask(
            context,
            UploadServiceGrpc.getListUploadsMethod(),
            ContractRequests.listUploads(query)));
  }

  @Override
  public ObjectInfo completeUpload(CallContext context, CompletionRequest request) {
    return ContractAnswers.object(
        ask(
                context,
                UploadServiceGrpc.getCompleteUploadMethod(),
                ContractRequests.complete(request))
            .getObject());
  }

  @Override
  public void abortUpload(CallContext context, UploadRef upload) {
    ask(
        context,
        UploadServiceGrpc.getAbortUploadMethod(),
        AbortUploadRequest.newBuilder().setUpload(ContractRequests.ref(upload)).build());
  }

  @Override
  public SweepResult sweep(@Nullable Duration uploadExpiry) {
    SweepRequest.Builder request = SweepRequest.newBuilder();
    if (uploadExpiry != null) {
      request.setUploadExpiry(
          com.google.protobuf.Duration.newBuilder()
              .setSeconds(uploadExpiry.getSeconds())
              .setNanos(uploadExpiry.getNano()));
    }
    SweepResponse answer = answer(channel, AdminServiceGrpc.getSweepMethod(), request.build());
    return new SweepResult(
        answer.getStagingRemoved(), answer.getUploadsAborted(), answer.getTombstonesRemoved());
  }

  @Override
  public void close() {}

  private <Q, A> A ask(CallContext context, MethodDescriptor<Q, A> method, Q request) {
    return answer(of(context), method, request);
  }

  private static <Q, A> A answer(Channel asked, MethodDescriptor<Q, A> method, Q request) {
    try {
      return ClientCalls.blockingUnaryCall(asked, method, CallOptions.DEFAULT, request);
    } catch (StatusRuntimeException e) {
      throw StorageStatus.fromStatus(e.getStatus(), e.getTrailers());
    }
  }

  private Channel of(CallContext context) {
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(CallMetadata.toHeaders(context)));
  }
}
