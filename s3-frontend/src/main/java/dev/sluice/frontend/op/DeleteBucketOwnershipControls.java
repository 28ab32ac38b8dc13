package dev.sluice.frontend.op;

import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.AclRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import java.util.Map;

/** DeleteBucketOwnershipControls. */
final class DeleteBucketOwnershipControls
    implements Operation<AclRequest.DeleteBucketOwnershipControls> {
  private final AgentDirectory agents;

  DeleteBucketOwnershipControls(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(AclRequest.DeleteBucketOwnershipControls request, RequestContext call) {
    var _ =
        agents
            .of(call.context(), request.bucket())
            .changeSettings(
                call.context(),
                request.bucket(),
                settings -> settings.toBuilder().clearObjectOwnership().build());
    return new S3Response.Empty(204, Map.of());
  }
}
