package dev.sluice.frontend.op;

import dev.sluice.common.model.TagSet;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import java.util.Map;

/** DeleteObjectTagging. Succeeds where there is no tag, as in AWS. */
final class DeleteObjectTagging implements Operation<ObjectRequest.DeleteObjectTagging> {
  private final AgentDirectory agents;

  DeleteObjectTagging(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(ObjectRequest.DeleteObjectTagging request, RequestContext call) {
    agents
        .ofChange(call.context(), request.bucket(), request.key())
        .replaceTags(call.context(), request.bucket(), request.key(), TagSet.NONE);
    return new S3Response.Empty(204, Map.of());
  }
}
