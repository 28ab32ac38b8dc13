package dev.sluice.frontend.op;

import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.DeleteBucketRequest;
import java.util.Map;

/** DeleteBucket. */
final class DeleteBucket implements Operation<BucketRequest.DeleteBucket> {
  private final AgentDirectory agents;

  DeleteBucket(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(BucketRequest.DeleteBucket request, RequestContext call) {
    agents
        .of(call.context(), request.bucket())
        .longCall(
            call.context(),
            BucketServiceGrpc.getDeleteBucketMethod(),
            DeleteBucketRequest.newBuilder().setBucket(request.bucket().value()).build());
    return new S3Response.Empty(204, Map.of());
  }
}
