package dev.sluice.common.policy;

import dev.sluice.common.policy.JsonValue.Members;
import dev.sluice.common.policy.JsonValue.Text;
import dev.sluice.common.policy.S3Actions.Scope;
import dev.sluice.common.policy.Statement.Effect;
import dev.sluice.common.policy.TextPattern.Syntax;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reader of statements: what each element says, and whether they fit each other. */
final class StatementReader {
  private static final String ARNS = "arn:aws:s3:::";

  private static final Set<String> ELEMENTS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");

  private final @Nullable PolicyKind kind;
  private final boolean variables;

  /**
   * A reader.
   *
   * @param kind of the policy; null: a bucket's that was checked when it was put
   * @param variables whether its version has them
   */
  StatementReader(@Nullable PolicyKind kind, boolean variables) {
    this.kind = kind;
    this.variables = variables;
  }

  Statement read(String name, Members statement) throws PolicyException {
    PolicyReader.onlyMembers(statement, ELEMENTS);
    Effect effect = effect(statement);
    Principals principals = principals(statement, effect);
    List<ActionSet> actions = actions(statement);
    Resources resources = resources(statement);
    List<Condition> conditions = conditions(statement);
    if (kind instanceof PolicyKind.Bucket(String bucket)) {
      checkFit(actions, resources, conditions, ARNS + bucket);
    }
    ActionSet all = new ActionSet();
    actions.forEach(all::addAll);
    return new Statement(name, effect, principals, all, resources, conditions);
  }

  /** Reads a statement that has no principals and no actions: they were compared already. */
  Statement readResidual(String name, Members statement) throws PolicyException {
    boolean everywhere =
        !statement.members().containsKey("Resource")
            && !statement.members().containsKey("NotResource");
    return new Statement(
        name,
        effect(statement),
        Principals.ANY,
        new ActionSet().complement(),
        everywhere ? Resources.ANY : resources(statement),
        conditions(statement));
  }

  private static Effect effect(Members statement) throws PolicyException {
    String text = PolicyReader.text(statement, "Effect");
    if (text == null) {
      throw PolicyReader.missing("Effect");
    }
    for (Effect effect : Effect.values()) {
      if (effect.awsName().equals(text)) {
        return effect;
      }
    }
    throw new PolicyException("Invalid effect: " + text);
  }

  private Principals principals(Members statement, Effect effect) throws PolicyException {
    JsonValue not = statement.members().get("NotPrincipal");
    if (kind instanceof PolicyKind.Identity) {
      for (String name : List.of("Principal", "NotPrincipal")) {
        if (statement.members().containsKey(name)) {
          throw new PolicyException("Has prohibited field " + name);
        }
      }
      return Principals.ANY;
    }
    JsonValue value = either(statement, "Principal", "NotPrincipal");
    if (not != null && effect == Effect.ALLOW) {
      throw new PolicyException("Allow with NotPrincipal is not allowed");
    }
    List<PolicyPrincipal> named = new ArrayList<>();
    switch (value) {
      case Text(String text) -> {
        if (!text.equals("*")) {
          throw PolicyPrincipal.invalid(text);
        }
        named.add(PolicyPrincipal.Everybody.EVERYBODY);
      }
      case Members object -> addPrincipals(object, named);
      case JsonValue.Items other -> throw PolicyReader.syntax("Principal");
      case JsonValue.Literal other -> throw PolicyReader.syntax("Principal");
    }
    return new Principals(named, not != null);
  }

  private static void addPrincipals(Members object, List<PolicyPrincipal> named)
      throws PolicyException {
    for (Map.Entry<String, JsonValue> entry : object.members().entrySet()) {
      for (String text : PolicyReader.texts(entry.getValue(), "Principal")) {
        switch (entry.getKey()) {
          case "AWS" -> named.add(PolicyPrincipal.parse(text));
          case "CanonicalUser" -> {
            if (text.isEmpty() || text.indexOf('*') >= 0) {
              throw PolicyPrincipal.invalid(text);
            }
            named.add(new PolicyPrincipal.CanonicalUser(text));
          }
          default -> throw PolicyPrincipal.invalid(entry.getKey() + " " + text);
        }
      }
    }
    if (named.isEmpty()) {
      throw new PolicyException("Missing required field Principal cannot be empty!");
    }
  }

  /** Actions of each text; of NotAction all others, in one set. */
  private static List<ActionSet> actions(Members statement) throws PolicyException {
    JsonValue value = either(statement, "Action", "NotAction");
    List<ActionSet> sets = new ArrayList<>();
    for (String text : PolicyReader.texts(value, "Action")) {
      ActionSet matching = S3Actions.matching(text);
      if (matching.isEmpty()) {
        throw new PolicyException("Policy has invalid action: " + text);
      }
      sets.add(matching);
    }
    if (!statement.members().containsKey("NotAction")) {
      return sets;
    }
    ActionSet named = new ActionSet();
    sets.forEach(named::addAll);
    return List.of(named.complement());
  }

  private Resources resources(Members statement) throws PolicyException {
    JsonValue value = either(statement, "Resource", "NotResource");
    List<TextPattern> patterns = new ArrayList<>();
    List<String> texts = PolicyReader.texts(value, "Resource");
    for (String text : texts) {
      TextPattern pattern = TextPattern.parse(text, Syntax.of(true, variables));
      if (!isOfKind(text, pattern)) {
        throw new PolicyException("Policy has invalid resource: " + text);
      }
      patterns.add(pattern);
    }
    return new Resources(patterns, texts, statement.members().containsKey("NotResource"));
  }

  private boolean isOfKind(String text, TextPattern pattern) {
    boolean arn = text.startsWith(ARNS) && text.length() > ARNS.length();
    return switch (kind) {
      case null -> arn;
      case PolicyKind.Identity identity -> arn || text.equals("*");
      case PolicyKind.Bucket(String bucket) ->
          arn && (pattern.mayBe(ARNS + bucket) || pattern.mayBegin(ARNS + bucket + '/'));
    };
  }

  private List<Condition> conditions(Members statement) throws PolicyException {
    JsonValue value = statement.members().get("Condition");
    List<Condition> conditions = new ArrayList<>();
    if (value == null) {
      return conditions;
    }
    Set<String> names = new HashSet<>();
    for (Map.Entry<String, JsonValue> operator :
        PolicyReader.members(value, "Condition").members().entrySet()) {
      Members keys = PolicyReader.members(operator.getValue(), operator.getKey());
      for (Map.Entry<String, JsonValue> key : keys.members().entrySet()) {
        List<String> values = PolicyReader.values(key.getValue(), key.getKey());
        Condition condition = Condition.parse(operator.getKey(), key.getKey(), values, variables);
        String name = condition.name() + " " + condition.key().name();
        if (!names.add(name)) {
          throw new PolicyException("Duplicate condition: " + name);
        }
        conditions.add(condition);
      }
    }
    return conditions;
  }

  /** Refuses a statement that means nothing: Amazon S3 does so for policies of buckets. */
  private static void checkFit(
      List<ActionSet> actions, Resources resources, List<Condition> conditions, String bucketArn)
      throws PolicyException {
    ActionSet possible = new ActionSet();
    for (TextPattern pattern : resources.patterns()) {
      if (resources.negated() || pattern.mayBe(bucketArn)) {
        possible.addAll(S3Actions.about(Scope.BUCKET));
      }
      if (resources.negated() || pattern.mayBegin(bucketArn + '/')) {
        possible.addAll(S3Actions.about(Scope.OBJECT));
      }
    }
    for (ActionSet set : actions) {
      if (!set.intersects(possible)) {
        throw new PolicyException("Action does not apply to any resource(s) in statement");
      }
      for (Condition condition : conditions) {
        if (!condition.key().key().appliesTo(set)) {
          throw new PolicyException(
              "Conditions do not apply to combination of actions and resources in statement: "
                  + condition.key().key().awsName());
        }
      }
    }
  }

  private static JsonValue either(Members statement, String name, String negated)
      throws PolicyException {
    JsonValue value = statement.members().get(name);
    JsonValue other = statement.members().get(negated);
    if (value != null && other != null) {
      throw PolicyReader.syntax(name + " and " + negated);
    }
    if (value == null && other == null) {
      throw PolicyReader.missing(name);
    }
    return value != null ? value : Objects.requireNonNull(other);
  }
}
