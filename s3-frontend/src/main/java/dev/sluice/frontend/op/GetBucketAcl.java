package dev.sluice.frontend.op;

import dev.sluice.common.model.Acl;
import dev.sluice.common.rpc.WireAcl;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.AclRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.BucketSettings;

/** GetBucketAcl. */
final class GetBucketAcl implements Operation<AclRequest.GetBucketAcl> {
  private final AgentDirectory agents;

  GetBucketAcl(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(AclRequest.GetBucketAcl request, RequestContext call) {
    AgentClient agent = agents.of(call.context(), request.bucket());
    BucketSettings settings = agent.settings(call.context(), request.bucket()).getSettings();
    Bucket bucket = agent.bucket(call.context(), request.bucket());
    Acl acl = settings.hasAcl() ? WireAcl.toModel(settings.getAcl()) : null;
    return new S3Response.Document(AclDocuments.document(bucket, null, acl));
  }
}
