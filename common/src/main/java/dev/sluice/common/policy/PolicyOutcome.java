package dev.sluice.common.policy;

import dev.sluice.common.model.Evaluation;
import java.util.List;

/** Outcome of a policy's evaluation. An explicit deny wins over every allow. */
public sealed interface PolicyOutcome extends PolicyAnswer {
  /**
   * A statement allows it, and none denies it.
   *
   * @param statement its Sid, or "statement 3", counted from 1
   * @param delegated whether it allows it to the requester's account only, so that the identity
   *     needs a statement of its own too
   */
  record Allow(String statement, boolean delegated) implements PolicyOutcome {}

  /**
   * A statement denies it.
   *
   * @param statement its Sid, or "statement 3", counted from 1; of a policy that cannot be read,
   *     what says so
   */
  record Deny(String statement) implements PolicyOutcome {}

  /** No statement says anything. */
  enum Silent implements PolicyOutcome {
    SILENT
  }

  /**
   * It depends on condition keys that are not known here.
   *
   * @param statements what is left to evaluate, each as JSON, for {@link
   *     PolicyDocument#ofResidual}; 1 to {@link Evaluation.Pending#MOST_STATEMENTS}
   */
  record Pending(List<String> statements) implements PolicyOutcome {
    /** Most characters of all statements together: they travel in a header. */
    public static final int MOST_CHARACTERS = 4096;

    public Pending {
      statements = List.copyOf(statements);
    }

    /** Whether an outcome may have these. */
    static boolean fits(List<String> statements) {
      return !statements.isEmpty()
          && statements.size() <= Evaluation.Pending.MOST_STATEMENTS
          && statements.stream().allMatch(Pending::isShort)
          && statements.stream().mapToInt(String::length).sum() <= MOST_CHARACTERS;
    }

    private static boolean isShort(String statement) {
      return statement.length() <= Evaluation.Pending.LONGEST_STATEMENT;
    }
  }

  /** Outcome where no statement says anything. */
  static PolicyOutcome silent() {
    return Silent.SILENT;
  }
}
