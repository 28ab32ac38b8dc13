package dev.sluice.frontend.op;

import dev.sluice.common.model.Region;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.LocationConstraint;

/** GetBucketLocation. The region {@code us-east-1} is written as nothing, as AWS does. */
final class GetBucketLocation implements Operation<BucketRequest.GetBucketLocation> {
  private final AgentDirectory agents;
  private final BucketRegions regions;

  GetBucketLocation(AgentDirectory agents, BucketRegions regions) {
    this.agents = agents;
    this.regions = regions;
  }

  @Override
  public S3Response answer(BucketRequest.GetBucketLocation request, RequestContext call) {
    Region region =
        regions.of(
            agents.of(call.context(), request.bucket()).bucket(call.context(), request.bucket()));
    return new S3Response.Document(
        new LocationConstraint(region.equals(Region.US_EAST_1) ? null : region.name()));
  }
}
