package dev.sluice.frontend.op;

import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.TagSet;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.s3.TagKeys;
import dev.sluice.frontend.xml.Tagging;
import java.util.Map;

/** PutObjectTagging: replaces all tags; none in the document remove them. */
final class PutObjectTagging implements Operation<ObjectRequest.PutObjectTagging> {
  private final AgentDirectory agents;
  private final DocumentBody documents;

  PutObjectTagging(AgentDirectory agents, DocumentBody documents) {
    this.agents = agents;
    this.documents = documents;
  }

  @Override
  public S3Response answer(ObjectRequest.PutObjectTagging request, RequestContext call)
      throws InterruptedException {
    TagSet tags = documents.read(call, Tagging.class).tagSet().ofObject();
    CallContext context =
        call.permissions().context(call.context(), request, TagKeys.ofObject(tags));
    agents
        .ofChange(context, request.bucket(), request.key())
        .replaceTags(context, request.bucket(), request.key(), tags);
    return new S3Response.Empty(200, Map.of());
  }
}
