package dev.sluice.common.policy;

import java.util.List;

/** Outcome of a policy's evaluation. An explicit deny wins over every allow. */
public sealed interface PolicyOutcome {
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
   * It hangs on condition keys that are not known here.
   *
   * @param statements what is left to evaluate, each as JSON, for {@link
   *     PolicyDocument#ofResidual}; 1 to {@link #MOST_STATEMENTS}
   */
  record Pending(List<String> statements) implements PolicyOutcome {
    /** Most statements that one outcome hangs on. */
    public static final int MOST_STATEMENTS = 16;

    /** Most characters of all statements together: they travel in a header. */
    public static final int MOST_CHARACTERS = 4096;

    public Pending {
      statements = List.copyOf(statements);
    }
  }

  /** Outcome where no statement says anything. */
  static PolicyOutcome silent() {
    return Silent.SILENT;
  }
}
