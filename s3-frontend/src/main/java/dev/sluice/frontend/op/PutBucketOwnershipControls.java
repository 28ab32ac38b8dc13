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
import java.util.Map;

/** PutBucketOwnershipControls. */
final class PutBucketOwnershipControls implements Operation<AclRequest.PutBucketOwnershipControls> {
  private final AgentDirectory agents;
  private final DocumentBody documents;

  PutBucketOwnershipControls(AgentDirectory agents, DocumentBody documents) {
    this.agents = agents;
    this.documents = documents;
  }

  @Override
  public S3Response answer(AclRequest.PutBucketOwnershipControls request, RequestContext call)
      throws InterruptedException {
    String name = documents.read(call, OwnershipControls.class).objectOwnership();
    ObjectOwnership ownership = ObjectOwnership.of(name);
    if (ownership == null) {
      throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    }
    var _ =
        agents
            .of(call.context(), request.bucket())
            .changeSettings(
                call.context(),
                request.bucket(),
                settings ->
                    settings.toBuilder().setObjectOwnership(WireAcl.toProto(ownership)).build());
    return new S3Response.Empty(200, Map.of());
  }
}
