package dev.sluice.frontend.op;

import dev.sluice.common.model.CorsRule;
import dev.sluice.common.rpc.WireCors;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.CORSConfiguration;
import java.util.List;

/** GetBucketCors. */
final class GetBucketCors implements Operation<BucketRequest.GetBucketCors> {
  private final AgentDirectory agents;

  GetBucketCors(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(BucketRequest.GetBucketCors request, RequestContext call) {
    List<CorsRule> rules =
        WireCors.toModel(
            agents
                .of(call.context(), request.bucket())
                .settings(call.context(), request.bucket())
                .getSettings()
                .getCorsRulesList());
    if (rules.isEmpty()) {
      throw ErrorSubject.named(new S3Exception(S3ErrorCode.NO_SUCH_CORS_CONFIGURATION), request);
    }
    return new S3Response.Document(CORSConfiguration.of(rules));
  }
}
