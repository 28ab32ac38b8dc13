package dev.sluice.agent.service;

import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.rpc.DataMethods;
import dev.sluice.common.rpc.WireChecksum;
import dev.sluice.v1.AbortUploadRequest;
import dev.sluice.v1.AbortUploadResponse;
import dev.sluice.v1.CompleteUploadRequest;
import dev.sluice.v1.CompleteUploadResponse;
import dev.sluice.v1.CopyPartRequest;
import dev.sluice.v1.CopyPartResponse;
import dev.sluice.v1.CreateUploadRequest;
import dev.sluice.v1.CreateUploadResponse;
import dev.sluice.v1.ListPartsRequest;
import dev.sluice.v1.ListPartsResponse;
import dev.sluice.v1.ListUploadsRequest;
import dev.sluice.v1.ListUploadsResponse;
import dev.sluice.v1.UploadServiceGrpc;
import io.grpc.ServerServiceDefinition;

/** Serves {@code sluice.v1.UploadService}. */
public final class UploadService {
  private final ServiceContext serving;
  private final ObjectStore store;

  /** The service over a store. */
  public UploadService(ServiceContext serving) {
    this.serving = serving;
    this.store = serving.store();
  }

  /** For a server to add. */
  public ServerServiceDefinition bind() {
    return new ServiceBinding(UploadServiceGrpc.getServiceDescriptor(), serving)
        .unary(UploadServiceGrpc.getCreateUploadMethod(), this::create)
        .add(DataMethods.UPLOAD_PART, new BodyHandler<>(serving, new PartProtocol(store)))
        .longUnary(UploadServiceGrpc.getCopyPartMethod(), this::copyPart)
        .unary(UploadServiceGrpc.getListPartsMethod(), this::listParts)
        .longUnary(UploadServiceGrpc.getListUploadsMethod(), this::listUploads)
        .longUnary(UploadServiceGrpc.getCompleteUploadMethod(), this::complete)
        .longUnary(UploadServiceGrpc.getAbortUploadMethod(), this::abort)
        .build();
  }

  private CreateUploadResponse create(CallContext context, CreateUploadRequest request) {
    UploadRecord upload = store.createUpload(context, UploadMessages.create(request));
    return CreateUploadResponse.newBuilder()
        .setUploadId(upload.id().value())
        .setChecksumType(WireChecksum.toProto(upload.checksumType()))
        .build();
  }

  private CopyPartResponse copyPart(CallContext context, CopyPartRequest request) {
    return CopyPartResponse.newBuilder()
        .setPart(UploadMessages.part(store.copyPart(context, UploadMessages.copyPart(request))))
        .build();
  }

  private ListPartsResponse listParts(CallContext context, ListPartsRequest request) {
    return UploadMessages.parts(
        store.listParts(
            context,
            UploadMessages.ref(request.getUpload()),
            request.getPartNumberMarker(),
            request.getMaxParts()));
  }

  private ListUploadsResponse listUploads(CallContext context, ListUploadsRequest request) {
    return UploadMessages.uploads(store.listUploads(context, UploadMessages.list(request)));
  }

  private CompleteUploadResponse complete(CallContext context, CompleteUploadRequest request) {
    return CompleteUploadResponse.newBuilder()
        .setObject(
            StoreAnswers.object(store.completeUpload(context, UploadMessages.complete(request))))
        .build();
  }

  private AbortUploadResponse abort(CallContext context, AbortUploadRequest request) {
    store.abortUpload(context, UploadMessages.ref(request.getUpload()));
    return AbortUploadResponse.getDefaultInstance();
  }
}
