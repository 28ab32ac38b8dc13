package dev.sluice.frontend.op;

import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;

/** Policy of a bucket, which requests ask about. */
final class StoredPolicy {
  private StoredPolicy() {}

  /** Its text; fails with NoSuchBucketPolicy where there is none. */
  static String text(AgentDirectory agents, BucketRequest request, RequestContext call) {
    String policy =
        agents
            .of(call.context(), request.bucket())
            .settings(call.context(), request.bucket())
            .getSettings()
            .getPolicy();
    if (policy.isEmpty()) {
      throw ErrorSubject.named(new S3Exception(S3ErrorCode.NO_SUCH_BUCKET_POLICY), request);
    }
    return policy;
  }
}
