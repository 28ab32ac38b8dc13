package dev.sluice.frontend.op;

import dev.sluice.common.model.Region;
import dev.sluice.frontend.rpc.WorkerDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.S3Call;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.LocationConstraint;

/** GetBucketLocation. The region {@code us-east-1} is written as nothing, as AWS does. */
final class GetBucketLocation implements Operation<BucketRequest.GetBucketLocation> {
  private final WorkerDirectory workers;
  private final BucketRegions regions;

  GetBucketLocation(WorkerDirectory workers, BucketRegions regions) {
    this.workers = workers;
    this.regions = regions;
  }

  @Override
  public S3Response answer(BucketRequest.GetBucketLocation request, S3Call call) {
    Region region =
        regions.of(
            workers.of(call.context(), request.bucket()).bucket(call.context(), request.bucket()));
    return new S3Response.Document(
        new LocationConstraint(region.equals(Region.US_EAST_1) ? null : region.name()));
  }
}
