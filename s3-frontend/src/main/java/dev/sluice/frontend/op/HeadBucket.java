package dev.sluice.frontend.op;

import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.Bucket;
import java.util.Map;

/** HeadBucket. */
final class HeadBucket implements Operation<BucketRequest.HeadBucket> {
  private final AgentDirectory agents;
  private final BucketRegions regions;

  HeadBucket(AgentDirectory agents, BucketRegions regions) {
    this.agents = agents;
    this.regions = regions;
  }

  @Override
  public S3Response answer(BucketRequest.HeadBucket request, RequestContext call) {
    Bucket bucket =
        agents.of(call.context(), request.bucket()).bucket(call.context(), request.bucket());
    return new S3Response.Empty(
        200,
        Map.of(
            "x-amz-bucket-region", regions.of(bucket).name(), "Content-Type", "application/xml"));
  }
}
