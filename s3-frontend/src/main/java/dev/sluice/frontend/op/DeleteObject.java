package dev.sluice.frontend.op;

import dev.sluice.common.rpc.WireConditions;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.DeleteObjectRequest;
import dev.sluice.v1.ObjectServiceGrpc;
import java.util.Map;

/** DeleteObject. */
final class DeleteObject implements Operation<ObjectRequest.DeleteObject> {
  private final AgentDirectory agents;

  DeleteObject(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(ObjectRequest.DeleteObject request, RequestContext call) {
    agents
        .ofChange(call.context(), request.bucket(), request.key())
        .call(
            call.context(),
            ObjectServiceGrpc.getDeleteObjectMethod(),
            DeleteObjectRequest.newBuilder()
                .setBucket(request.bucket().value())
                .setKey(request.key().value())
                .setConditions(WireConditions.toProto(request.conditions()))
                .build());
    return new S3Response.Empty(204, Map.of());
  }
}
