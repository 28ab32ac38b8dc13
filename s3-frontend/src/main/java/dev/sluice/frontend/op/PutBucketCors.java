package dev.sluice.frontend.op;

import dev.sluice.common.rpc.WireCors;
import dev.sluice.frontend.cors.CorsCache;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.CORSConfiguration;
import dev.sluice.v1.CorsRule;
import java.util.List;
import java.util.Map;

/** PutBucketCors. */
final class PutBucketCors implements Operation<BucketRequest.PutBucketCors> {
  private final AgentDirectory agents;
  private final DocumentBody documents;
  private final CorsCache cors;

  PutBucketCors(AgentDirectory agents, DocumentBody documents, CorsCache cors) {
    this.agents = agents;
    this.documents = documents;
    this.cors = cors;
  }

  @Override
  public S3Response answer(BucketRequest.PutBucketCors request, RequestContext call)
      throws InterruptedException {
    StatedDigests.require(call.body());
    CORSConfiguration document =
        documents.read(call, CORSConfiguration.class, CORSConfiguration.MAX_BYTES);
    List<CorsRule> rules = WireCors.toProto(document.toModel());
    agents
        .of(call.context(), request.bucket())
        .changeSettings(
            call.context(),
            request.bucket(),
            settings -> settings.toBuilder().clearCorsRules().addAllCorsRules(rules).build());
    cors.forget(request.bucket());
    return new S3Response.Empty(200, Map.of());
  }
}
