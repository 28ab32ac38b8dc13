package dev.sluice.frontend.op;

import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.AclRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.PublicAccessBlockConfiguration;
import dev.sluice.v1.PublicAccessBlock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PutPublicAccessBlock. */
final class PutPublicAccessBlock implements Operation<AclRequest.PutPublicAccessBlock> {
  private final AgentDirectory agents;
  private final DocumentBody documents;

  PutPublicAccessBlock(AgentDirectory agents, DocumentBody documents) {
    this.agents = agents;
    this.documents = documents;
  }

  @Override
  public S3Response answer(AclRequest.PutPublicAccessBlock request, RequestContext call)
      throws InterruptedException {
    PublicAccessBlockConfiguration stated =
        documents.read(call, PublicAccessBlockConfiguration.class);
    PublicAccessBlock block =
        PublicAccessBlock.newBuilder()
            .setBlockPublicAcls(isOn(stated.blockPublicAcls()))
            .setIgnorePublicAcls(isOn(stated.ignorePublicAcls()))
            .setBlockPublicPolicy(isOn(stated.blockPublicPolicy()))
            .setRestrictPublicBuckets(isOn(stated.restrictPublicBuckets()))
            .build();
    var _ =
        agents
            .of(call.context(), request.bucket())
            .changeSettings(
                call.context(),
                request.bucket(),
                settings -> settings.toBuilder().setPublicAccessBlock(block).build());
    return new S3Response.Empty(200, Map.of());
  }

  private static boolean isOn(@Nullable Boolean value) {
    return value != null && value;
  }
}
