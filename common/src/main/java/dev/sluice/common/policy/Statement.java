package dev.sluice.common.policy;

import dev.sluice.common.policy.Principals.Match;
import java.util.List;

/** Statement of a policy. */
public final class Statement {
  private final String name;
  private final Effect effect;
  private final Principals principals;
  private final ActionSet actions;
  private final Resources resources;
  private final List<Condition> conditions;
  private final PolicyOutcome.Allow allow;
  private final PolicyOutcome.Allow delegated;
  private final PolicyOutcome.Deny deny;

  /** Effect of a statement that applies. */
  public enum Effect {
    ALLOW("Allow"),
    DENY("Deny");

    private final String awsName;

    Effect(String awsName) {
      this.awsName = awsName;
    }

    String awsName() {
      return awsName;
    }
  }

  /**
   * A statement.
   *
   * @param name its Sid, or "statement 3", counted from 1
   */
  Statement(
      String name,
      Effect effect,
      Principals principals,
      ActionSet actions,
      Resources resources,
      List<Condition> conditions) {
    this.name = name;
    this.effect = effect;
    this.principals = principals;
    this.actions = actions;
    this.resources = resources;
    this.conditions = List.copyOf(conditions);
    this.allow = new PolicyOutcome.Allow(name, false);
    this.delegated = new PolicyOutcome.Allow(name, true);
    this.deny = new PolicyOutcome.Deny(name);
  }

  /** Its Sid, or "statement 3", counted from 1. */
  public String name() {
    return name;
  }

  /** What it does where it applies. */
  public Effect effect() {
    return effect;
  }

  Principals principals() {
    return principals;
  }

  Resources resources() {
    return resources;
  }

  List<Condition> conditions() {
    return conditions;
  }

  /** Outcome where it applies to this requester. */
  PolicyOutcome outcome(Requester requester) {
    return switch (effect) {
      case ALLOW -> principals.match(requester) == Match.DELEGATED ? delegated : allow;
      case DENY -> deny;
    };
  }

  /** Whether it applies to a question about the action of this index. */
  Truth applies(PolicyQuestion question, int action) {
    if (!actions.contains(action) || principals.match(question.requester()) == Match.NONE) {
      return Truth.FALSE;
    }
    Truth truth = resources.evaluate(question);
    for (int i = 0; i < conditions.size() && truth != Truth.FALSE; i++) {
      truth = truth.and(conditions.get(i).evaluate(question));
    }
    return truth;
  }
}
