package dev.sluice.common.model;

import dev.sluice.v1.FailureReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Caller of an operation: who sent the request, how, and what the grants of that identity say to
 * it. A frontend authenticates and evaluates; the agent decides.
 *
 * @param kind what the decision goes by
 * @param principal canonical user id and name
 * @param account of the principal; null: all principals belong to one
 * @param sourceAddress IP address that the request came from; empty: by no network
 * @param tls whether the request came by TLS
 * @param evaluations one for each action and resource of the request, at most {@link
 *     #MOST_EVALUATIONS}; without meaning for a kind that may do everything
 */
public record Caller(
    Kind kind,
    Principal principal,
    @Nullable String account,
    String sourceAddress,
    boolean tls,
    List<Evaluation> evaluations) {
  /** Most evaluations of one request. */
  public static final int MOST_EVALUATIONS = 16;

  /** Kind of caller. */
  public enum Kind {
    /** A holder of the agent's door; may do everything, in the name of the principal. */
    OPERATOR,
    /** The server's root, and every caller where access is open; may do everything. */
    ROOT,
    /** An identity with grants of its own. */
    IDENTITY,
    /** A sender of requests without a signature, with the grants of the anonymous entry. */
    ANONYMOUS
  }

  /** Fails with {@code ARGUMENT_INVALID} where there are too many evaluations. */
  public Caller {
    evaluations = List.copyOf(evaluations);
    if (evaluations.size() > MOST_EVALUATIONS) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID,
          "evaluations: " + evaluations.size() + " (expected: at most " + MOST_EVALUATIONS + ")");
    }
  }

  /** The operator, acting in a principal's name. */
  public static Caller operator(Principal principal) {
    return new Caller(Kind.OPERATOR, principal, null, "", false, List.of());
  }

  /** The same caller with what is evaluated for one resource of several. */
  public Caller with(List<Evaluation> others) {
    return new Caller(kind, principal, account, sourceAddress, tls, others);
  }
}
