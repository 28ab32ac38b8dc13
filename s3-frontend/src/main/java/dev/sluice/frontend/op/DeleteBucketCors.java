package dev.sluice.frontend.op;

import dev.sluice.frontend.cors.CorsCache;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import java.util.Map;

/** DeleteBucketCors: succeeds where there are no rules, as on AWS. */
final class DeleteBucketCors implements Operation<BucketRequest.DeleteBucketCors> {
  private final AgentDirectory agents;
  private final CorsCache cors;

  DeleteBucketCors(AgentDirectory agents, CorsCache cors) {
    this.agents = agents;
    this.cors = cors;
  }

  @Override
  public S3Response answer(BucketRequest.DeleteBucketCors request, RequestContext call) {
    agents
        .of(call.context(), request.bucket())
        .changeSettings(
            call.context(),
            request.bucket(),
            settings -> settings.toBuilder().clearCorsRules().build());
    cors.forget(request.bucket());
    return new S3Response.Empty(204, Map.of());
  }
}
