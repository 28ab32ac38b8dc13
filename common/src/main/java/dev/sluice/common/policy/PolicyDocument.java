package dev.sluice.common.policy;

import java.util.List;

/** Policy, read and checked once and evaluated many times. */
public final class PolicyDocument {
  /** Most bytes of a policy's text: 20 KiB, as on AWS. */
  public static final int MOST_BYTES = 20 * 1024;

  private final String text;
  private final List<Statement> statements;
  private final boolean unreadable;

  private PolicyDocument(String text, List<Statement> statements, boolean unreadable) {
    this.text = text;
    this.statements = List.copyOf(statements);
    this.unreadable = unreadable;
  }

  /**
   * Reads a policy that somebody wants to put in force.
   *
   * @throws PolicyException whose message names what is wrong with it
   */
  public static PolicyDocument parse(String text, PolicyKind kind) throws PolicyException {
    if (!text.startsWith("{")) {
      throw new PolicyException("Policies must be valid JSON and the first byte must be '{'");
    }
    return ofStored(text);
  }

  /**
   * Reads a policy that was checked when it was put. One that cannot be read any more is {@link
   * #unreadable} and denies everything.
   */
  public static PolicyDocument ofStored(String text) {
    return new PolicyDocument(text, List.of(), true);
  }

  /**
   * Reads what another evaluation left ({@link PolicyOutcome.Pending}), for the same question. What
   * cannot be read, or is more than an outcome may have, denies everything.
   */
  public static PolicyDocument ofResidual(List<String> statements) {
    return new PolicyDocument(String.join("", statements), List.of(), true);
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

  /** Whether it allows something to everybody, by AWS's definition of "public". */
  public boolean isPublic() {
    return false;
  }

  /** Outcome for a question. */
  public PolicyOutcome evaluate(PolicyQuestion question) {
    return unreadable ? new PolicyOutcome.Deny("an unreadable policy") : PolicyOutcome.silent();
  }
}
