package dev.sluice.frontend.op;

import dev.sluice.common.rpc.BufferPool;
import dev.sluice.common.rpc.WireChecksum;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.common.rpc.WireHeaders;
import dev.sluice.frontend.rpc.BodySender;
import dev.sluice.frontend.rpc.WorkerDirectory;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.S3Call;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.PutObjectHeader;
import dev.sluice.v1.PutObjectRequest;
import dev.sluice.v1.PutObjectResponse;

/** PutObject. */
final class PutObject implements Operation<ObjectRequest.PutObject> {
  private final WorkerDirectory workers;
  private final BufferPool buffers;

  PutObject(WorkerDirectory workers, BufferPool buffers) {
    this.workers = workers;
    this.buffers = buffers;
  }

  @Override
  public S3Response answer(ObjectRequest.PutObject request, S3Call call)
      throws InterruptedException {
    PutObjectHeader header = header(request, call);
    BodyTransfer<PutObjectRequest> transfer =
        new BodyTransfer<>(
            buffers,
            call.body(),
            PutObjectRequest.newBuilder().setHeader(header).build(),
            PutObjectRequest.getDefaultInstance(),
            (message, finish) -> message.toBuilder().setFinish(finish).build());
    try (BodySender<PutObjectRequest, PutObjectResponse> sender =
        workers.of(call.context(), request.bucket()).putObject(call.context())) {
      ObjectInfo stored = transfer.run(sender).getCommitted();
      return new S3Response.Empty(
          200,
          StoredHeaders.of(stored.getEtag(), stored.hasChecksum() ? stored.getChecksum() : null));
    }
  }

  private static PutObjectHeader header(ObjectRequest.PutObject request, S3Call call) {
    return PutObjectHeader.newBuilder()
        .setBucket(request.bucket().value())
        .setKey(request.key().value())
        .setLength(BodyTransfer.declaredLength(call.body()))
        .setHeaders(WireHeaders.toProto(request.kept().content()))
        .putAllUserMetadata(request.kept().userMetadata())
        .setChecksumAlgorithm(WireChecksum.toProto(call.body().digests().algorithm()))
        .setConditions(WireConditions.toProto(request.conditions()))
        .setWantAccepted(call.body().clientWaits())
        .build();
  }
}
