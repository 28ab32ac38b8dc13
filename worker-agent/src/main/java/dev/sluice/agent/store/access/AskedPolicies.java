package dev.sluice.agent.store.access;

import dev.sluice.common.model.Evaluation;
import dev.sluice.common.policy.PolicyAnswer;
import dev.sluice.common.policy.PolicyDocument;
import dev.sluice.common.policy.PolicyOutcome;
import dev.sluice.common.policy.PolicyRemainder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Policies that one evaluation of a call is decided by: what the caller's own statements left to
 * the agent, and the bucket's. They are asked before the object is looked at and again with it at
 * hand, maybe with several in turn: each time only what was left open the first time. Used by one
 * thread at a time.
 */
final class AskedPolicies {
  private static final PolicyOutcome ALLOWED = new PolicyOutcome.Allow("", false);
  private static final PolicyOutcome DENIED = new PolicyOutcome.Deny("");

  private final @Nullable PolicyDocument policy;
  private @Nullable PolicyAnswer own;
  private @Nullable PolicyAnswer said;

  /**
   * Policies that were not asked yet.
   *
   * @param bucket null: none that is there
   */
  AskedPolicies(@Nullable BucketAccess bucket) {
    this.policy = bucket == null ? null : bucket.policy();
  }

  /** What the caller's own side says; null where that depends on the object. */
  @Nullable PolicyOutcome own(AccessQuestion asked) {
    return switch (asked.evaluation().outcome()) {
      case Evaluation.Verdict.ALLOW -> ALLOWED;
      case Evaluation.Verdict.DENY -> DENIED;
      case Evaluation.Verdict.SILENT -> PolicyOutcome.silent();
      case Evaluation.Pending(List<String> statements) -> {
        if (own != null) {
          yield again(own, asked);
        }
        own = PolicyDocument.ofResidual(statements).answer(asked.toPolicy());
        yield outcome(own);
      }
    };
  }

  /** What the bucket's policy says; null where that depends on the object. */
  @Nullable PolicyOutcome bucket(AccessQuestion asked) {
    if (policy == null) {
      return PolicyOutcome.silent();
    }
    if (said != null) {
      return again(said, asked);
    }
    said = policy.answer(asked.toPolicy());
    return outcome(said);
  }

  private static @Nullable PolicyOutcome again(PolicyAnswer first, AccessQuestion asked) {
    return switch (first) {
      case PolicyOutcome outcome -> outcome;
      case PolicyRemainder remainder -> outcome(remainder.answer(asked.toPolicy()));
    };
  }

  private static @Nullable PolicyOutcome outcome(PolicyAnswer answer) {
    return switch (answer) {
      case PolicyOutcome outcome -> outcome;
      case PolicyRemainder _ -> null;
    };
  }
}
