package dev.sluice.frontend.op;

import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.rpc.WireTags;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.s3.TagKeys;
import dev.sluice.frontend.xml.Tagging;
import java.util.Map;

/** PutBucketTagging: replaces all tags; none in the document remove them. */
final class PutBucketTagging implements Operation<BucketRequest.PutBucketTagging> {
  private final AgentDirectory agents;
  private final DocumentBody documents;

  PutBucketTagging(AgentDirectory agents, DocumentBody documents) {
    this.agents = agents;
    this.documents = documents;
  }

  @Override
  public S3Response answer(BucketRequest.PutBucketTagging request, RequestContext call)
      throws InterruptedException {
    TagSet tags = documents.read(call, Tagging.class).tagSet().ofBucket();
    CallContext context =
        call.permissions().context(call.context(), request, TagKeys.ofBucket(tags));
    var _ =
        agents
            .of(context, request.bucket())
            .changeSettings(
                context,
                request.bucket(),
                settings ->
                    settings.toBuilder().clearTags().addAllTags(WireTags.toProto(tags)).build());
    return new S3Response.Empty(204, Map.of());
  }
}
