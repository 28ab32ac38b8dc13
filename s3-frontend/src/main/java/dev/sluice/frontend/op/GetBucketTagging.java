package dev.sluice.frontend.op;

import dev.sluice.common.model.TagSet;
import dev.sluice.common.rpc.WireTags;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.Tagging;

/** GetBucketTagging. */
final class GetBucketTagging implements Operation<BucketRequest.GetBucketTagging> {
  private final AgentDirectory agents;

  GetBucketTagging(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(BucketRequest.GetBucketTagging request, RequestContext call) {
    TagSet tags =
        WireTags.toModel(
            agents
                .of(call.context(), request.bucket())
                .settings(call.context(), request.bucket())
                .getSettings()
                .getTagsList());
    if (tags.isEmpty()) {
      throw ErrorSubject.named(new S3Exception(S3ErrorCode.NO_SUCH_TAG_SET), request);
    }
    return new S3Response.Document(Tagging.of(tags));
  }
}
