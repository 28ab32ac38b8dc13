package dev.sluice.frontend.op;

import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import java.util.Map;

/** DeleteBucketPolicy. It succeeds where there is none, as on AWS. */
final class DeleteBucketPolicy implements Operation<BucketRequest.DeleteBucketPolicy> {
  private final AgentDirectory agents;

  DeleteBucketPolicy(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(BucketRequest.DeleteBucketPolicy request, RequestContext call) {
    agents
        .of(call.context(), request.bucket())
        .changeSettings(
            call.context(),
            request.bucket(),
            settings -> settings.toBuilder().clearPolicy().build());
    return new S3Response.Empty(204, Map.of());
  }
}
