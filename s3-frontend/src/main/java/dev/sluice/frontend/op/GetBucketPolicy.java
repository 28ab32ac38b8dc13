package dev.sluice.frontend.op;

import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;

/** GetBucketPolicy. The answer is what was sent, byte for byte. */
final class GetBucketPolicy implements Operation<BucketRequest.GetBucketPolicy> {
  private final AgentDirectory agents;

  GetBucketPolicy(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(BucketRequest.GetBucketPolicy request, RequestContext call) {
    return new S3Response.Json(StoredPolicy.text(agents, request, call));
  }
}
