package dev.sluice.agent.service;

import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.DataMethods;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.common.rpc.WireAcl;
import dev.sluice.common.rpc.WireCaller;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.common.rpc.WireTags;
import dev.sluice.v1.CopyObjectRequest;
import dev.sluice.v1.CopyObjectResponse;
import dev.sluice.v1.DeleteObjectRequest;
import dev.sluice.v1.DeleteObjectResponse;
import dev.sluice.v1.DeleteObjectsRequest;
import dev.sluice.v1.DeleteObjectsResponse;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.HeadObjectRequest;
import dev.sluice.v1.HeadObjectResponse;
import dev.sluice.v1.ListObjectsRequest;
import dev.sluice.v1.ListObjectsResponse;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.ReplaceObjectAclRequest;
import dev.sluice.v1.ReplaceObjectAclResponse;
import dev.sluice.v1.ReplaceObjectTagsRequest;
import dev.sluice.v1.ReplaceObjectTagsResponse;
import io.grpc.ServerServiceDefinition;
import org.jspecify.annotations.Nullable;

/** Serves {@code sluice.v1.ObjectService}. */
public final class ObjectService {
  /** Most entries of one DeleteObjects. */
  private static final int MAX_ENTRIES = 1_000;

  private final ServiceContext serving;
  private final ObjectStore store;

  /** The service over a store. */
  public ObjectService(ServiceContext serving) {
    this.serving = serving;
    this.store = serving.store();
  }

  /** For a server to add. */
  public ServerServiceDefinition bind() {
    return new ServiceBinding(ObjectServiceGrpc.getServiceDescriptor(), serving)
        .add(DataMethods.PUT_OBJECT, new BodyHandler<>(serving, new PutProtocol(store)))
        .add(DataMethods.GET_OBJECT, new ReadHandler(serving))
        .shortUnary(ObjectServiceGrpc.getHeadObjectMethod(), this::head)
        .shortOrLongUnary(ObjectServiceGrpc.getListObjectsMethod(), this::listAtOnce, this::list)
        .unary(ObjectServiceGrpc.getDeleteObjectMethod(), this::delete)
        .longUnary(ObjectServiceGrpc.getDeleteObjectsMethod(), this::deleteAll)
        .longUnary(ObjectServiceGrpc.getCopyObjectMethod(), this::copy)
        .unary(ObjectServiceGrpc.getReplaceObjectTagsMethod(), this::replaceTags)
        .unary(ObjectServiceGrpc.getReplaceObjectAclMethod(), this::replaceAcl)
        .build();
  }

  private HeadObjectResponse head(CallContext context, HeadObjectRequest request) {
    return StoreAnswers.head(store.headObject(context, StoreRequests.read(request)));
  }

  private @Nullable ListObjectsResponse listAtOnce(
      CallContext context, ListObjectsRequest request) {
    return store
        .listObjectsAtOnce(context, StoreRequests.list(request))
        .map(StoreAnswers::page)
        .orElse(null);
  }

  private ListObjectsResponse list(CallContext context, ListObjectsRequest request) {
    return StoreAnswers.page(store.listObjects(context, StoreRequests.list(request)));
  }

  private DeleteObjectResponse delete(CallContext context, DeleteObjectRequest request) {
    return DeleteObjectResponse.newBuilder()
        .setExisted(
            store.deleteObject(
                    context,
                    new BucketName(request.getBucket()),
                    new ObjectKey(request.getKey()),
                    WireConditions.toModel(request.getConditions()))
                == Deleted.OBJECT)
        .build();
  }

  private DeleteObjectsResponse deleteAll(CallContext context, DeleteObjectsRequest request) {
    if (request.getEntriesCount() > MAX_ENTRIES || request.getEntriesCount() == 0) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID,
          "entries: " + request.getEntriesCount() + " (expected: 1.." + MAX_ENTRIES + ")");
    }
    BucketName bucket = new BucketName(request.getBucket());
    store.checkDeletes(context, bucket);
    DeleteObjectsResponse.Builder answer = DeleteObjectsResponse.newBuilder();
    for (DeleteObjectsRequest.Entry entry : request.getEntriesList()) {
      context.requireWaiting();
      answer.addOutcomes(delete(context, bucket, entry));
    }
    return answer.build();
  }

  private DeleteObjectsResponse.Outcome delete(
      CallContext context, BucketName bucket, DeleteObjectsRequest.Entry entry) {
    try {
      store.deleteObject(
          context.evaluated(
              WireCaller.toModel(entry.getEvaluationsList()),
              WireCaller.toModel(entry.getDisclosuresList())),
          bucket,
          new ObjectKey(entry.getKey()),
          WireConditions.toModel(entry.getConditions()));
      return DeleteObjectsResponse.Outcome.getDefaultInstance();
    } catch (StorageException e) {
      return DeleteObjectsResponse.Outcome.newBuilder()
          .setFailure(StorageStatus.toFailure(e))
          .build();
    }
  }

  private ReplaceObjectTagsResponse replaceTags(
      CallContext context, ReplaceObjectTagsRequest request) {
    return ReplaceObjectTagsResponse.newBuilder()
        .setInfo(
            StoreAnswers.object(
                store.replaceTags(
                    context,
                    new BucketName(request.getBucket()),
                    new ObjectKey(request.getKey()),
                    WireTags.toModel(request.getTags().getTagsList()))))
        .build();
  }

  private ReplaceObjectAclResponse replaceAcl(
      CallContext context, ReplaceObjectAclRequest request) {
    return ReplaceObjectAclResponse.newBuilder()
        .setInfo(
            StoreAnswers.object(
                store.replaceAcl(
                    context,
                    new BucketName(request.getBucket()),
                    new ObjectKey(request.getKey()),
                    WireAcl.toModel(request.getAcl()),
                    StoreRequests.orNull(request.getExpectedOwner()))))
        .build();
  }

  private CopyObjectResponse copy(CallContext context, CopyObjectRequest request) {
    return CopyObjectResponse.newBuilder()
        .setCopy(StoreAnswers.object(store.copyObject(context, StoreRequests.copy(request))))
        .build();
  }
}
