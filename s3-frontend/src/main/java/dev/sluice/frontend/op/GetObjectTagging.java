package dev.sluice.frontend.op;

import dev.sluice.common.rpc.WireTags;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.Tagging;

/** GetObjectTagging. */
final class GetObjectTagging implements Operation<ObjectRequest.GetObjectTagging> {
  private final AgentDirectory agents;

  GetObjectTagging(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(ObjectRequest.GetObjectTagging request, RequestContext call) {
    return new S3Response.Document(
        Tagging.of(
            WireTags.toModel(
                agents
                    .ofRead(call.context(), request.bucket(), request.key())
                    .object(call.context(), request.bucket(), request.key())
                    .getMetadata()
                    .getTagsList())));
  }
}
