package dev.sluice.agent.service;

import dev.sluice.agent.store.BodyWriter;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.common.model.CallContext;
import dev.sluice.v1.Accepted;
import dev.sluice.v1.Finish;
import dev.sluice.v1.PutObjectRequest;
import dev.sluice.v1.PutObjectResponse;

/** The body of an object. */
final class PutProtocol implements BodyProtocol<PutObjectRequest, ObjectInfo, PutObjectResponse> {
  private final ObjectStore store;

  PutProtocol(ObjectStore store) {
    this.store = store;
  }

  @Override
  public boolean hasHeader(PutObjectRequest message) {
    return message.hasHeader();
  }

  @Override
  public String bucket(PutObjectRequest message) {
    return message.getHeader().getBucket();
  }

  @Override
  public boolean hasFinish(PutObjectRequest message) {
    return message.hasFinish();
  }

  @Override
  public Finish finish(PutObjectRequest message) {
    return message.getFinish();
  }

  @Override
  public BodyWriter<ObjectInfo> begin(CallContext context, PutObjectRequest message) {
    return store.putObject(context, StoreRequests.put(message.getHeader()));
  }

  @Override
  public boolean wantsAccepted(PutObjectRequest message) {
    return message.getHeader().getWantAccepted();
  }

  @Override
  public PutObjectResponse accepted() {
    return PutObjectResponse.newBuilder().setAccepted(Accepted.getDefaultInstance()).build();
  }

  @Override
  public PutObjectResponse committed(ObjectInfo object) {
    return PutObjectResponse.newBuilder().setCommitted(StoreAnswers.object(object)).build();
  }
}
