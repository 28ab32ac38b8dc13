package dev.sluice.frontend.op;

import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.RequestPaymentConfiguration;
import dev.sluice.v1.Payer;

/** GetBucketRequestPayment. */
final class GetBucketRequestPayment implements Operation<BucketRequest.GetBucketRequestPayment> {
  private final AgentDirectory agents;

  GetBucketRequestPayment(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(BucketRequest.GetBucketRequestPayment request, RequestContext call) {
    Payer payer =
        agents
            .of(call.context(), request.bucket())
            .settings(call.context(), request.bucket())
            .getSettings()
            .getPayer();
    return new S3Response.Document(
        new RequestPaymentConfiguration(
            payer == Payer.REQUESTER
                ? RequestPaymentConfiguration.Payer.REQUESTER
                : RequestPaymentConfiguration.Payer.BUCKET_OWNER));
  }
}
