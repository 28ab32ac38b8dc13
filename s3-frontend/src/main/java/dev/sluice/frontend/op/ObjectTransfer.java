package dev.sluice.frontend.op;

import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.rpc.BufferPool;
import dev.sluice.common.rpc.WireChecksum;
import dev.sluice.common.rpc.WireMetadata;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.rpc.BodySender;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.StatedAcl;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.PutObjectHeader;
import dev.sluice.v1.PutObjectRequest;
import dev.sluice.v1.PutObjectResponse;
import org.jspecify.annotations.Nullable;

/** Sends the body of a request to be stored as an object. */
final class ObjectTransfer {
  private ObjectTransfer() {}

  /** A header for an object, to which the caller adds what it knows besides. */
  static PutObjectHeader.Builder header(
      ObjectRequest request,
      ObjectMetadata metadata,
      @Nullable StatedAcl acl,
      RequestContext call) {
    PutObjectHeader.Builder header =
        PutObjectHeader.newBuilder()
            .setBucket(request.bucket().value())
            .setKey(request.key().value())
            .setMetadata(WireMetadata.toProto(metadata))
            .setChecksumAlgorithm(WireChecksum.toProto(call.body().digests().algorithm()))
            .setWantAccepted(call.body().clientWaits());
    call.body().length().ifPresent(header::setLength);
    if (acl != null) {
      header.setAcl(Grantees.message(acl, call));
    }
    return header;
  }

  /** Stores the whole body; what was stored. */
  static ObjectInfo run(
      AgentDirectory agents,
      BufferPool buffers,
      ObjectRequest request,
      RequestContext call,
      PutObjectHeader.Builder header)
      throws InterruptedException {
    try (BodySender<PutObjectRequest, PutObjectResponse> sender =
        agents
            .ofChange(call.context(), request.bucket(), request.key())
            .putObject(call.context())) {
      header.setStatesCrc32C(sender.isOverWire());
      BodyTransfer<PutObjectRequest, PutObjectResponse> transfer =
          new BodyTransfer<>(
              buffers,
              call.body(),
              sender,
              PutObjectRequest.newBuilder().setHeader(header).build(),
              PutObjectRequest.getDefaultInstance(),
              (message, finish) -> message.toBuilder().setFinish(finish).build());
      return transfer.run().getCommitted();
    }
  }
}
