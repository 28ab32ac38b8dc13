package dev.sluice.frontend.op;

import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.AccelerateConfiguration;
import dev.sluice.v1.Acceleration;
import org.jspecify.annotations.Nullable;

/** GetBucketAccelerateConfiguration: an empty document where it was never set, as in AWS. */
final class GetBucketAccelerateConfiguration
    implements Operation<BucketRequest.GetBucketAccelerateConfiguration> {
  private final AgentDirectory agents;

  GetBucketAccelerateConfiguration(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(
      BucketRequest.GetBucketAccelerateConfiguration request, RequestContext call) {
    return new S3Response.Document(
        new AccelerateConfiguration(
            status(
                agents
                    .of(call.context(), request.bucket())
                    .settings(call.context(), request.bucket())
                    .getSettings()
                    .getAcceleration())));
  }

  private static AccelerateConfiguration.@Nullable Status status(Acceleration acceleration) {
    return switch (acceleration) {
      case ACCELERATION_ENABLED -> AccelerateConfiguration.Status.ENABLED;
      case ACCELERATION_SUSPENDED -> AccelerateConfiguration.Status.SUSPENDED;
      case ACCELERATION_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }
}
