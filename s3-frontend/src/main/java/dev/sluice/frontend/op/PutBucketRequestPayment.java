package dev.sluice.frontend.op;

import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.RequestPaymentConfiguration;
import dev.sluice.v1.Payer;
import java.util.Map;

/** PutBucketRequestPayment. */
final class PutBucketRequestPayment implements Operation<BucketRequest.PutBucketRequestPayment> {
  private final AgentDirectory agents;
  private final DocumentBody documents;

  PutBucketRequestPayment(AgentDirectory agents, DocumentBody documents) {
    this.agents = agents;
    this.documents = documents;
  }

  @Override
  public S3Response answer(BucketRequest.PutBucketRequestPayment request, RequestContext call)
      throws InterruptedException {
    Payer payer =
        switch (documents.read(call, RequestPaymentConfiguration.class).payer()) {
          case BUCKET_OWNER -> Payer.BUCKET_OWNER;
          case REQUESTER -> Payer.REQUESTER;
        };
    var _ =
        agents
            .of(call.context(), request.bucket())
            .changeSettings(
                call.context(),
                request.bucket(),
                settings -> settings.toBuilder().setPayer(payer).build());
    return new S3Response.Empty(200, Map.of());
  }
}
