package dev.sluice.frontend.op;

import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.AclRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.PublicAccessBlockConfiguration;
import dev.sluice.v1.BucketSettings;
import dev.sluice.v1.PublicAccessBlock;

/** GetPublicAccessBlock. */
final class GetPublicAccessBlock implements Operation<AclRequest.GetPublicAccessBlock> {
  private final AgentDirectory agents;

  GetPublicAccessBlock(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(AclRequest.GetPublicAccessBlock request, RequestContext call) {
    BucketSettings settings =
        agents
            .of(call.context(), request.bucket())
            .settings(call.context(), request.bucket())
            .getSettings();
    if (!settings.hasPublicAccessBlock()) {
      throw ErrorSubject.named(
          new S3Exception(S3ErrorCode.NO_SUCH_PUBLIC_ACCESS_BLOCK_CONFIGURATION), request);
    }
    PublicAccessBlock block = settings.getPublicAccessBlock();
    return new S3Response.Document(
        new PublicAccessBlockConfiguration(
            block.getBlockPublicAcls(),
            block.getIgnorePublicAcls(),
            block.getBlockPublicPolicy(),
            block.getRestrictPublicBuckets()));
  }
}
