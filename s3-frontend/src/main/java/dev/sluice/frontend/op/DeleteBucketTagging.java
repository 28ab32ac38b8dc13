package dev.sluice.frontend.op;

import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import java.util.Map;

/** DeleteBucketTagging. Succeeds where there is no tag, as in AWS. */
final class DeleteBucketTagging implements Operation<BucketRequest.DeleteBucketTagging> {
  private final AgentDirectory agents;

  DeleteBucketTagging(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(BucketRequest.DeleteBucketTagging request, RequestContext call) {
    var _ =
        agents
            .of(call.context(), request.bucket())
            .changeSettings(
                call.context(),
                request.bucket(),
                settings -> settings.toBuilder().clearTags().build());
    return new S3Response.Empty(204, Map.of());
  }
}
