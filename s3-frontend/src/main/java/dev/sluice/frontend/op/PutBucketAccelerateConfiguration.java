package dev.sluice.frontend.op;

import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.AccelerateConfiguration;
import dev.sluice.v1.Acceleration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PutBucketAccelerateConfiguration: kept and answered, and nothing is accelerated. */
final class PutBucketAccelerateConfiguration
    implements Operation<BucketRequest.PutBucketAccelerateConfiguration> {
  private final AgentDirectory agents;
  private final DocumentBody documents;

  PutBucketAccelerateConfiguration(AgentDirectory agents, DocumentBody documents) {
    this.agents = agents;
    this.documents = documents;
  }

  @Override
  public S3Response answer(
      BucketRequest.PutBucketAccelerateConfiguration request, RequestContext call)
      throws InterruptedException {
    Acceleration acceleration =
        acceleration(documents.read(call, AccelerateConfiguration.class).status());
    if (request.bucket().value().indexOf('.') >= 0) {
      throw new S3Exception(
          S3ErrorCode.INVALID_REQUEST,
          "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names");
    }
    var _ =
        agents
            .of(call.context(), request.bucket())
            .changeSettings(
                call.context(),
                request.bucket(),
                settings -> settings.toBuilder().setAcceleration(acceleration).build());
    return new S3Response.Empty(200, Map.of());
  }

  private static Acceleration acceleration(AccelerateConfiguration.@Nullable Status status) {
    return switch (status) {
      case ENABLED -> Acceleration.ACCELERATION_ENABLED;
      case SUSPENDED -> Acceleration.ACCELERATION_SUSPENDED;
      case null -> throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    };
  }
}
