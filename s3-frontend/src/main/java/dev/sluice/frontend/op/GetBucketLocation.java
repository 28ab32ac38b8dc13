package dev.sluice.frontend.op;

import dev.sluice.frontend.rpc.WorkerDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.S3Call;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.LocationConstraint;

/** GetBucketLocation. The region {@code us-east-1} is written as nothing, as AWS does. */
final class GetBucketLocation implements Operation<BucketRequest.GetBucketLocation> {
  private static final String UNNAMED = "us-east-1";

  private final WorkerDirectory workers;
  private final String region;

  GetBucketLocation(WorkerDirectory workers, String region) {
    this.workers = workers;
    this.region = region;
  }

  @Override
  public S3Response answer(BucketRequest.GetBucketLocation request, S3Call call) {
    workers.of(call.context(), request.bucket()).bucket(call.context(), request.bucket());
    return new S3Response.Document(new LocationConstraint(region.equals(UNNAMED) ? null : region));
  }
}
