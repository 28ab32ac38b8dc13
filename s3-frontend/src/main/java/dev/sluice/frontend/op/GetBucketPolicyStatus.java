package dev.sluice.frontend.op;

import dev.sluice.common.policy.PolicyDocument;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.PolicyStatus;

/** GetBucketPolicyStatus. */
final class GetBucketPolicyStatus implements Operation<BucketRequest.GetBucketPolicyStatus> {
  private final AgentDirectory agents;

  GetBucketPolicyStatus(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(BucketRequest.GetBucketPolicyStatus request, RequestContext call) {
    PolicyDocument policy = PolicyDocument.ofStored(StoredPolicy.text(agents, request, call));
    return new S3Response.Document(new PolicyStatus(policy.isPublic()));
  }
}
