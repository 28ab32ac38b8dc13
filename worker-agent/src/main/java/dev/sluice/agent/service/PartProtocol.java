package dev.sluice.agent.service;

import dev.sluice.agent.store.BodyWriter;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.common.model.CallContext;
import dev.sluice.v1.Accepted;
import dev.sluice.v1.Finish;
import dev.sluice.v1.UploadPartRequest;
import dev.sluice.v1.UploadPartResponse;

/** The body of a part. */
final class PartProtocol
    implements BodyProtocol<UploadPartRequest, PartRecord, UploadPartResponse> {
  private final ObjectStore store;

  PartProtocol(ObjectStore store) {
    this.store = store;
  }

  @Override
  public boolean hasHeader(UploadPartRequest message) {
    return message.hasHeader();
  }

  @Override
  public String bucket(UploadPartRequest message) {
    return message.getHeader().getUpload().getBucket();
  }

  @Override
  public boolean hasFinish(UploadPartRequest message) {
    return message.hasFinish();
  }

  @Override
  public Finish finish(UploadPartRequest message) {
    return message.getFinish();
  }

  @Override
  public BodyWriter<PartRecord> begin(CallContext context, UploadPartRequest message) {
    return store.uploadPart(context, UploadMessages.part(message.getHeader()));
  }

  @Override
  public boolean wantsAccepted(UploadPartRequest message) {
    return message.getHeader().getWantAccepted();
  }

  @Override
  public UploadPartResponse accepted() {
    return UploadPartResponse.newBuilder().setAccepted(Accepted.getDefaultInstance()).build();
  }

  @Override
  public UploadPartResponse committed(PartRecord part) {
    return UploadPartResponse.newBuilder().setCommitted(UploadMessages.part(part)).build();
  }
}
