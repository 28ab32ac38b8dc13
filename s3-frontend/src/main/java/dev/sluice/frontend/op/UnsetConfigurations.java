package dev.sluice.frontend.op;

import dev.sluice.common.model.ObjectKey;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Document;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.S3Response;
import dev.sluice.frontend.xml.BucketLoggingStatus;
import dev.sluice.frontend.xml.NotificationConfiguration;
import dev.sluice.frontend.xml.VersioningConfiguration;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.ObjectInfo;

/**
 * The requests for configurations that cannot be set: answered as AWS does for a bucket or object
 * without them.
 */
final class UnsetConfigurations implements Operation<S3Request.UnsetConfiguration> {
  private final AgentDirectory agents;

  UnsetConfigurations(AgentDirectory agents) {
    this.agents = agents;
  }

  @Override
  public S3Response answer(S3Request.UnsetConfiguration request, RequestContext call) {
    requireThere(request, call);
    return new S3Response.Document(document(request));
  }

  /** Asks for what the request is about, which fails where it is not there. */
  private void requireThere(S3Request.UnsetConfiguration request, RequestContext call) {
    AgentClient agent = agents.of(call.context(), request.bucket());
    ObjectKey key = request.key();
    if (key == null) {
      Bucket _ = agent.bucket(call.context(), request.bucket());
    } else {
      ObjectInfo _ = agent.object(call.context(), request.bucket(), key);
    }
  }

  private static S3Document document(S3Request.UnsetConfiguration request) {
    return switch (request.operation()) {
      case GET_BUCKET_VERSIONING -> new VersioningConfiguration(null);
      case GET_BUCKET_LOGGING -> new BucketLoggingStatus();
      case GET_BUCKET_NOTIFICATION_CONFIGURATION -> new NotificationConfiguration();
      case GET_OBJECT_RETENTION, GET_OBJECT_LEGAL_HOLD ->
          throw new S3Exception(
              S3ErrorCode.INVALID_REQUEST, "Bucket is missing Object Lock Configuration");
      default -> throw ErrorSubject.named(new S3Exception(refusal(request.operation())), request);
    };
  }

  private static S3ErrorCode refusal(S3Operation operation) {
    return switch (operation) {
      case GET_BUCKET_LIFECYCLE_CONFIGURATION -> S3ErrorCode.NO_SUCH_LIFECYCLE_CONFIGURATION;
      case GET_BUCKET_ENCRYPTION -> S3ErrorCode.SERVER_SIDE_ENCRYPTION_CONFIGURATION_NOT_FOUND;
      case GET_OBJECT_LOCK_CONFIGURATION -> S3ErrorCode.OBJECT_LOCK_CONFIGURATION_NOT_FOUND;
      case GET_BUCKET_WEBSITE -> S3ErrorCode.NO_SUCH_WEBSITE_CONFIGURATION;
      case GET_BUCKET_REPLICATION -> S3ErrorCode.REPLICATION_CONFIGURATION_NOT_FOUND;
      default -> S3ErrorCode.NOT_IMPLEMENTED;
    };
  }
}
