package dev.sluice.frontend.op;

import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.rpc.WireAcl;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.AclRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.OwnershipControls;

/** GetBucketOwnershipControls. */
final class GetBucketOwnershipControls implements Operation<AclRequest.GetBucketOwnershipControls> {
  private final AgentDirectory agents;

  GetBucketOwnershipControls(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(AclRequest.GetBucketOwnershipControls request, RequestContext call) {
    ObjectOwnership ownership =
        WireAcl.toModel(
            agents
                .of(call.context(), request.bucket())
                .settings(call.context(), request.bucket())
                .getSettings()
                .getObjectOwnership());
    if (ownership == null) {
      throw ErrorSubject.named(new S3Exception(S3ErrorCode.OWNERSHIP_CONTROLS_NOT_FOUND), request);
    }
    return new S3Response.Document(OwnershipControls.of(ownership.awsName()));
  }
}
