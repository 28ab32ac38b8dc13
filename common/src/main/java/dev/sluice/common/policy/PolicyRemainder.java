package dev.sluice.common.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remainder of a policy after a question to it: the statements that depend on condition keys that
 * were not known, and the strongest allowance of the others. Where the same question is asked again
 * with more keys known, it answers as the whole policy would.
 */
public final class PolicyRemainder implements PolicyAnswer {
  private final PolicyOutcome known;
  private final List<Statement> open;
  private final String version;

  private PolicyRemainder(PolicyOutcome known, List<Statement> open, String version) {
    this.known = known;
    this.open = open;
    this.version = version;
  }

  /** Answer to the question again. */
  public PolicyAnswer answer(PolicyQuestion question) {
    return answer(question, S3Actions.indexOf(question.action()), known, open, version);
  }

  /**
   * Answer of statements.
   *
   * @param action of the question, as an index
   * @param known what other statements allow
   */
  static PolicyAnswer answer(
      PolicyQuestion question,
      int action,
      PolicyOutcome known,
      List<Statement> statements,
      String version) {
    PolicyOutcome best = known;
    List<Statement> open = null;
    for (int i = 0; i < statements.size(); i++) {
      Statement statement = statements.get(i);
      Truth truth = statement.applies(question, action);
      if (truth == Truth.TRUE) {
        PolicyOutcome outcome = statement.outcome(question.requester());
        if (outcome instanceof PolicyOutcome.Deny) {
          return outcome;
        }
        best = isWhole(best) ? best : outcome;
      } else if (truth == Truth.UNKNOWN) {
        open = open == null ? new ArrayList<>() : open;
        open.add(statement);
      }
    }
    return open == null ? best : of(best, open, version);
  }

  /** Nothing remains of allowances once the requester has one; one to the account is weaker. */
  private static PolicyAnswer of(PolicyOutcome best, List<Statement> open, String version) {
    if (isWhole(best)) {
      open.removeIf(statement -> statement.effect() == Statement.Effect.ALLOW);
    }
    return open.isEmpty() ? best : new PolicyRemainder(best, open, version);
  }

  private static boolean isWhole(PolicyOutcome outcome) {
    return outcome instanceof PolicyOutcome.Allow allow && !allow.delegated();
  }

  /** The remainder as JSON, for somebody else to evaluate; null where it is too much to send. */
  PolicyOutcome.@Nullable Pending pending(PolicyQuestion question) {
    List<String> residual = new ArrayList<>();
    for (Statement statement : open) {
      residual.add(ResidualStatement.of(statement, question, version));
    }
    if (known instanceof PolicyOutcome.Allow allow) {
      residual.add(ResidualStatement.allow(allow));
    }
    return PolicyOutcome.Pending.fits(residual) ? new PolicyOutcome.Pending(residual) : null;
  }
}
