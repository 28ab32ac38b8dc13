package dev.sluice.frontend.op;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.WirePrincipal;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.rpc.OwnCalls;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.v1.Bucket;
import dev.sluice.v1.FailureReason;
import org.jspecify.annotations.Nullable;

/**
 * {@code x-amz-expected-bucket-owner} and its like for the source of a copy: asked only where the
 * client states it. Callers state an account, as for AWS, or a canonical user id.
 */
final class ExpectedOwner {
  private ExpectedOwner() {}

  /**
   * Fails with AccessDenied where a bucket has another owner, whatever else the caller may. Where
   * there is no such bucket the operation says so, to whom it may be said.
   *
   * @param owner account or canonical id that the client expects; null: any
   */
  static void check(
      AgentDirectory agents, RequestContext call, BucketName name, @Nullable String owner) {
    if (owner == null) {
      return;
    }
    CallContext context = OwnCalls.within(call.context());
    try {
      Bucket bucket = agents.of(context, name).bucket(context, name);
      if (!belongsTo(bucket, owner)) {
        throw new S3Exception(S3ErrorCode.ACCESS_DENIED);
      }
    } catch (StorageException e) {
      if (e.reason() != FailureReason.BUCKET_NOT_FOUND) {
        throw e;
      }
    }
  }

  /** A bucket without an owner belongs to the account of the server's root. */
  private static boolean belongsTo(Bucket bucket, String owner) {
    Principal principal =
        bucket.hasOwner() ? WirePrincipal.toModel(bucket.getOwner()) : Principal.ROOT;
    return principal.id().equals(owner) || principal.account().value().equals(owner);
  }
}
