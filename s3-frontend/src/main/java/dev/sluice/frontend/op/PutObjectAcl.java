package dev.sluice.frontend.op;

import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.AclRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.ReplaceObjectAclRequest;
import java.util.Map;

/** PutObjectAcl. */
final class PutObjectAcl implements Operation<AclRequest.PutObjectAcl> {
  private final AgentDirectory agents;
  private final AclDocuments documents;

  PutObjectAcl(AgentDirectory agents, AclDocuments documents) {
    this.agents = agents;
    this.documents = documents;
  }

  @Override
  public S3Response answer(AclRequest.PutObjectAcl request, RequestContext call)
      throws InterruptedException {
    AclDocuments.Stated stated = documents.read(call, request.acl());
    var _ =
        agents
            .ofChange(call.context(), request.bucket(), request.key())
            .call(
                call.context(),
                ObjectServiceGrpc.getReplaceObjectAclMethod(),
                ReplaceObjectAclRequest.newBuilder()
                    .setBucket(request.bucket().value())
                    .setKey(request.key().value())
                    .setAcl(Grantees.message(stated.acl(), call))
                    .setExpectedOwner(stated.owner())
                    .build());
    return new S3Response.Empty(200, Map.of());
  }
}
