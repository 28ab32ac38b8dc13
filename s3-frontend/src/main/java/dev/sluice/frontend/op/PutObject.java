package dev.sluice.frontend.op;

import dev.sluice.common.rpc.BufferPool;
import dev.sluice.common.rpc.WireConditions;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.ObjectInfo;
import dev.sluice.v1.PutObjectHeader;

/** PutObject. */
final class PutObject implements Operation<ObjectRequest.PutObject> {
  private final AgentDirectory agents;
  private final BufferPool buffers;

  PutObject(AgentDirectory agents, BufferPool buffers) {
    this.agents = agents;
    this.buffers = buffers;
  }

  @Override
  public S3Response answer(ObjectRequest.PutObject request, RequestContext call)
      throws InterruptedException {
    PutObjectHeader.Builder header =
        ObjectTransfer.header(request, request.metadata(), request.acl(), call)
            .setConditions(WireConditions.toProto(request.conditions()));
    ObjectInfo stored = ObjectTransfer.run(agents, buffers, request, call, header);
    return new S3Response.Empty(
        200,
        StoredHeaders.of(stored.getEtag(), stored.hasChecksum() ? stored.getChecksum() : null));
  }
}
