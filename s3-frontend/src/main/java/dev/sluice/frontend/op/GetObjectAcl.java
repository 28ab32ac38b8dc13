package dev.sluice.frontend.op;

import dev.sluice.common.model.Acl;
import dev.sluice.common.model.Principal;
import dev.sluice.common.rpc.WireAcl;
import dev.sluice.common.rpc.WirePrincipal;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.rpc.OwnCalls;
import dev.sluice.frontend.s3.AclRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.ObjectInfo;

/** GetObjectAcl. The call for the object decides; the bucket's ownership is for its answer. */
final class GetObjectAcl implements Operation<AclRequest.GetObjectAcl> {
  private final AgentDirectory agents;

  GetObjectAcl(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(AclRequest.GetObjectAcl request, RequestContext call) {
    AgentClient agent = agents.ofRead(call.context(), request.bucket(), request.key());
    ObjectInfo object = agent.object(call.context(), request.bucket(), request.key());
    Bucket bucket = agent.bucket(OwnCalls.within(call.context()), request.bucket());
    Principal owner = object.hasOwner() ? WirePrincipal.toModel(object.getOwner()) : Principal.ROOT;
    Acl acl = object.getMetadata().hasAcl() ? WireAcl.toModel(object.getMetadata().getAcl()) : null;
    return new S3Response.Document(AclDocuments.document(bucket, owner, acl));
  }
}
