package dev.sluice.common.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Policy, read and checked once and evaluated many times. An evaluation allocates nothing unless a
 * condition needs it to, and its time is bounded by the policy's length times the resource's.
 */
public final class PolicyDocument {
  /** Most bytes of a policy's text: 20 KiB, as on AWS. */
  public static final int MOST_BYTES = 20 * 1024;

  private static final PolicyOutcome.Deny UNREADABLE =
      new PolicyOutcome.Deny("a policy that cannot be read");

  private static final PolicyOutcome.Deny TOO_MUCH_PENDING =
      new PolicyOutcome.Deny("more statements than can be left to the agent");

  private static final PolicyOutcome.Deny NO_ACTION =
      new PolicyOutcome.Deny("an action that is none of S3's");

  private final String text;
  private final String version;
  private final List<Statement> statements;
  private final boolean unreadable;

  private PolicyDocument(
      String text, String version, List<Statement> statements, boolean unreadable) {
    this.text = text;
    this.version = version;
    this.statements = List.copyOf(statements);
    this.unreadable = unreadable;
  }

  /**
   * Reads a policy that somebody wants to put in force.
   *
   * @throws PolicyException whose message names what is wrong with it
   */
  public static PolicyDocument parse(String text, PolicyKind kind) throws PolicyException {
    if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw new PolicyException(
          "Policy document exceeds the maximum allowed size of " + MOST_BYTES + " bytes");
    }
    PolicyReader.Read read = PolicyReader.parse(text, kind);
    return new PolicyDocument(text, read.version(), read.statements(), false);
  }

  /**
   * Reads a bucket's policy that was checked when it was put. One that cannot be read any more is
   * {@link #unreadable} and denies everything.
   */
  public static PolicyDocument ofStored(String text) {
    try {
      PolicyReader.Read read = PolicyReader.parse(text, null);
      return new PolicyDocument(text, read.version(), read.statements(), false);
    } catch (PolicyException e) {
      return ofUnreadable(text);
    }
  }

  /**
   * Reads what another evaluation left ({@link PolicyOutcome.Pending}), for the same question. What
   * cannot be read, or is more than an outcome may have, denies everything.
   */
  public static PolicyDocument ofResidual(List<String> residual) {
    String text = String.join(",", residual);
    if (!PolicyOutcome.Pending.fits(residual)) {
      return ofUnreadable(text);
    }
    try {
      List<Statement> statements = new ArrayList<>();
      for (String statement : residual) {
        statements.add(PolicyReader.parseResidual(statement));
      }
      return new PolicyDocument(text, PolicyReader.CURRENT, statements, false);
    } catch (PolicyException e) {
      return ofUnreadable(text);
    }
  }

  private static PolicyDocument ofUnreadable(String text) {
    return new PolicyDocument(text, PolicyReader.CURRENT, List.of(), true);
  }

  /** The text as it was given. */
  public String text() {
    return text;
  }

  /** The statements in the order of the text. */
  public List<Statement> statements() {
    return statements;
  }

  /** Whether it cannot be read, so that it denies everything. */
  public boolean unreadable() {
    return unreadable;
  }

  /** The principals that its statements name, each once. */
  public List<PolicyPrincipal> principals() {
    return statements.stream()
        .flatMap(statement -> statement.principals().named().stream())
        .distinct()
        .toList();
  }

  /** Whether it allows something to everybody, by AWS's definition of "public". */
  public boolean isPublic() {
    return PublicAccess.isGiven(statements);
  }

  /**
   * Outcome for a question, with what is left of the statements where it depends on condition keys
   * that are not known here: somebody else evaluates them.
   */
  public PolicyOutcome evaluate(PolicyQuestion question) {
    return switch (answer(question)) {
      case PolicyOutcome outcome -> outcome;
      case PolicyRemainder remainder -> {
        PolicyOutcome pending = remainder.pending(question);
        yield pending == null ? TOO_MUCH_PENDING : pending;
      }
    };
  }

  /** Answer to a question, some of whose condition keys may not be known yet. */
  public PolicyAnswer answer(PolicyQuestion question) {
    if (unreadable) {
      return UNREADABLE;
    }
    int action = S3Actions.indexOf(question.action());
    return action < 0
        ? NO_ACTION
        : PolicyRemainder.answer(question, action, PolicyOutcome.silent(), statements, version);
  }
}
