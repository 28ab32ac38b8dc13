package dev.sluice.agent.store.access;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.Wildcard;
import dev.sluice.v1.FailureReason;
import java.util.List;
import java.util.Set;

/**
 * Decision whether a caller may do what a call asks for, with its reason. The one place where it is
 * made: a pure function of all that is known, which today is what the caller's own grants say.
 * Nothing falls through to an allowance.
 *
 * <p>The stated caller is trusted, because only the operator can state one: a process that reaches
 * the agent's Unix socket, or has its token or certificate over TCP.
 *
 * @param allowed whether the caller may
 * @param reason for people
 */
public record Decision(boolean allowed, String reason) {
  private static final Decision OPERATOR = new Decision(true, "the operator may do everything");
  private static final Decision ROOT = new Decision(true, "the server's root may do everything");
  private static final Decision GRANTED = new Decision(true, "the caller's grants allow it");

  private static final Decision NOT_SEEN = denied("bucket", "no grant of the caller is about it");

  /**
   * Decides.
   *
   * @param touched the resources that the call touches: each needs an evaluation, and every
   *     evaluation has to allow
   */
  public static Decision of(Caller caller, Set<Evaluation.Resource> touched) {
    return switch (caller.kind()) {
      case OPERATOR -> OPERATOR;
      case ROOT -> ROOT;
      case ACCOUNT_ROOT, IDENTITY, ANONYMOUS -> ofGrants(caller, touched);
    };
  }

  /** Decides on administration of the agent, which no grant allows: only the operator may. */
  public static Decision ofAdministration(Caller caller) {
    return switch (caller.kind()) {
      case OPERATOR -> OPERATOR;
      case ROOT, ACCOUNT_ROOT, IDENTITY, ANONYMOUS -> denied("administration", "is the operator's");
    };
  }

  /**
   * Decides whether a bucket shows in a list of buckets.
   *
   * @param granted names that the caller's grants are about
   */
  public static Decision ofListed(Caller caller, BucketName bucket, List<Wildcard> granted) {
    return switch (caller.kind()) {
      case OPERATOR -> OPERATOR;
      case ROOT -> ROOT;
      case ACCOUNT_ROOT, IDENTITY, ANONYMOUS ->
          granted.stream().anyMatch(pattern -> pattern.matches(bucket.value()))
              ? GRANTED
              : NOT_SEEN;
    };
  }

  private static Decision ofGrants(Caller caller, Set<Evaluation.Resource> touched) {
    for (Evaluation evaluation : caller.evaluations()) {
      switch (evaluation.outcome()) {
        case Evaluation.Verdict.ALLOW -> {}
        case Evaluation.Verdict.DENY -> {
          return denied(evaluation.action(), "a grant of the caller denies it");
        }
        case Evaluation.Verdict.SILENT -> {
          return denied(evaluation.action(), "no grant of the caller allows it");
        }
        case Evaluation.Pending _ -> {
          return denied(evaluation.action(), "it hangs on statements that are not known here");
        }
      }
    }
    for (Evaluation.Resource resource : touched) {
      if (caller.evaluations().stream().noneMatch(it -> it.resource() == resource)) {
        return denied(resource.name(), "no grant of the caller was evaluated for it");
      }
    }
    return GRANTED;
  }

  private static Decision denied(String what, String reason) {
    return new Decision(false, what + ": " + reason + " (expected: ALLOW)");
  }

  /** Fails with {@code ACCESS_DENIED} where the caller may not. */
  public void require() {
    if (!allowed) {
      throw new StorageException(FailureReason.ACCESS_DENIED, reason);
    }
  }
}
