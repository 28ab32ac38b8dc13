package dev.sluice.frontend.op;

import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.AclRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.ReplaceBucketAclRequest;
import java.util.Map;

/** PutBucketAcl. */
final class PutBucketAcl implements Operation<AclRequest.PutBucketAcl> {
  private final AgentDirectory agents;
  private final AclDocuments documents;

  PutBucketAcl(AgentDirectory agents, AclDocuments documents) {
    this.agents = agents;
    this.documents = documents;
  }

  @Override
  public S3Response answer(AclRequest.PutBucketAcl request, RequestContext call)
      throws InterruptedException {
    AclDocuments.Stated stated = documents.read(call, request.acl());
    var _ =
        agents
            .of(call.context(), request.bucket())
            .call(
                call.context(),
                BucketServiceGrpc.getReplaceBucketAclMethod(),
                ReplaceBucketAclRequest.newBuilder()
                    .setBucket(request.bucket().value())
                    .setAcl(Grantees.message(stated.acl(), call))
                    .setExpectedOwner(stated.owner())
                    .build());
    return new S3Response.Empty(200, Map.of());
  }
}
