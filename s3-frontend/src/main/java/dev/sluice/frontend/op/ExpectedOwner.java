package dev.sluice.frontend.op;

import dev.sluice.common.model.BucketName;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.v1.Bucket;
import org.jspecify.annotations.Nullable;

/**
 * {@code x-amz-expected-bucket-owner} and its like for the source of a copy: asked only where the
 * client states it.
 */
final class ExpectedOwner {
  private ExpectedOwner() {}

  /**
   * Fails with AccessDenied where a bucket has another owner. One without an owner passes.
   *
   * @param owner id that the client expects; null: any
   */
  static void check(
      AgentDirectory agents, RequestContext call, BucketName name, @Nullable String owner) {
    if (owner == null) {
      return;
    }
    Bucket bucket = agents.of(call.context(), name).bucket(call.context(), name);
    if (bucket.hasOwner() && !bucket.getOwner().getId().equals(owner)) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED);
    }
  }
}
