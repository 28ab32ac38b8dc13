package dev.sluice.frontend.op;

import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.AclRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import java.util.Map;

/** DeletePublicAccessBlock. */
final class DeletePublicAccessBlock implements Operation<AclRequest.DeletePublicAccessBlock> {
  private final AgentDirectory agents;

  DeletePublicAccessBlock(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(AclRequest.DeletePublicAccessBlock request, RequestContext call) {
    var _ =
        agents
            .of(call.context(), request.bucket())
            .changeSettings(
                call.context(),
                request.bucket(),
                settings -> settings.toBuilder().clearPublicAccessBlock().build());
    return new S3Response.Empty(204, Map.of());
  }
}
