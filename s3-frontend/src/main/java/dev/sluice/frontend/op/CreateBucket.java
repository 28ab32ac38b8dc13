package dev.sluice.frontend.op;

import dev.sluice.common.model.StorageException;
import dev.sluice.frontend.rpc.WorkerDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.S3Call;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.CreateBucketConfiguration;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.CreateBucketRequest;
import dev.sluice.v1.FailureReason;
import java.util.Map;

/**
 * CreateBucket. In {@code us-east-1} creating one's own bucket again succeeds, as in AWS; elsewhere
 * it does not.
 */
final class CreateBucket implements Operation<BucketRequest.CreateBucket> {
  private static final String US_EAST_1 = "us-east-1";

  private final WorkerDirectory workers;
  private final DocumentBody documents;
  private final String region;

  CreateBucket(WorkerDirectory workers, DocumentBody documents, String region) {
    this.workers = workers;
    this.documents = documents;
    this.region = region;
  }

  @Override
  public S3Response answer(BucketRequest.CreateBucket request, S3Call call)
      throws InterruptedException {
    CreateBucketConfiguration configuration =
        documents.readOptional(call.body(), CreateBucketConfiguration.class);
    if (configuration != null) {
      check(configuration);
    }
    try {
      workers
          .forCreation(call.context(), request.bucket())
          .call(
              call.context(),
              BucketServiceGrpc.getCreateBucketMethod(),
              CreateBucketRequest.newBuilder().setBucket(request.bucket().value()).build());
    } catch (StorageException e) {
      if (e.reason() != FailureReason.BUCKET_ALREADY_OWNED || !region.equals(US_EAST_1)) {
        throw e;
      }
    }
    return new S3Response.Empty(200, Map.of("Location", "/" + request.bucket()));
  }

  private void check(CreateBucketConfiguration configuration) {
    if (configuration.asksForMore()) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED);
    }
    String location = configuration.locationConstraint();
    if (location != null && !location.isEmpty() && !location.equals(region)) {
      throw new S3Exception(
              S3ErrorCode.INVALID_LOCATION_CONSTRAINT,
              "The specified location-constraint is not valid (expected: " + region + ")")
          .with("LocationConstraint", location);
    }
  }
}
