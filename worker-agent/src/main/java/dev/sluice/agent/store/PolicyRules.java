package dev.sluice.agent.store;

import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.PublicAccessBlock;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.policy.PolicyDocument;
import dev.sluice.common.policy.PolicyException;
import dev.sluice.common.policy.PolicyKind;
import dev.sluice.v1.FailureReason;

/** Rules of bucket policies, checked where settings with another policy take their place. */
final class PolicyRules {
  private PolicyRules() {}

  /**
   * Checks the policy of settings that take the place of others. One that stays is not checked: it
   * was when it was set, and a block that comes later lets it be, as on AWS.
   *
   * @throws StorageException {@code POLICY_INVALID}, or {@code ACCESS_DENIED} where the bucket
   *     takes no public policy
   */
  static void check(BucketName bucket, BucketSettings before, BucketSettings after) {
    String text = after.policy();
    if (text == null || text.equals(before.policy())) {
      return;
    }
    PublicAccessBlock block = after.publicAccessBlock();
    if (read(bucket, text).isPublic() && block != null && block.blockPublicPolicy()) {
      throw new StorageException(
          FailureReason.ACCESS_DENIED,
          "policy of bucket "
              + bucket
              + ": public (expected: none that is, by BlockPublicPolicy of its public access"
              + " block)");
    }
  }

  private static PolicyDocument read(BucketName bucket, String text) {
    try {
      return PolicyDocument.parse(text, PolicyKind.bucket(bucket.value()));
    } catch (PolicyException e) {
      throw new StorageException(FailureReason.POLICY_INVALID, e.getMessage());
    }
  }
}
