package dev.sluice.common.policy;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Statement of an identity as JSON, reduced to what is left to evaluate where more keys are known:
 * its effect, the conditions that depend on such keys, and its resources where they do.
 */
final class ResidualStatement {
  private ResidualStatement() {}

  /** What is left of a statement for a question. */
  static String of(Statement statement, PolicyQuestion question, String version) {
    List<String> members = new ArrayList<>();
    members.add(member("Version", quoted(version)));
    members.add(member("Sid", quoted(statement.name())));
    members.add(member("Effect", quoted(statement.effect().awsName())));
    Resources resources = statement.resources();
    if (resources.evaluate(question) == Truth.UNKNOWN) {
      members.add(
          member(resources.negated() ? "NotResource" : "Resource", texts(resources.texts())));
    }
    Map<String, Map<String, List<String>>> conditions = new LinkedHashMap<>();
    for (Condition condition : statement.conditions()) {
      if (condition.evaluate(question) == Truth.UNKNOWN) {
        conditions
            .computeIfAbsent(condition.name(), name -> new LinkedHashMap<>())
            .put(condition.key().name(), condition.texts());
      }
    }
    if (!conditions.isEmpty()) {
      members.add(member("Condition", conditions(conditions)));
    }
    return object(members);
  }

  /** An allow that depends on nothing. */
  static String allow(PolicyOutcome.Allow allow) {
    return object(
        List.of(
            member("Sid", quoted(allow.statement())),
            member("Effect", quoted(Statement.Effect.ALLOW.awsName()))));
  }

  private static String conditions(Map<String, Map<String, List<String>>> conditions) {
    List<String> operators = new ArrayList<>();
    conditions.forEach(
        (operator, keys) -> {
          List<String> members = new ArrayList<>();
          keys.forEach((key, values) -> members.add(member(key, texts(values))));
          operators.add(member(operator, object(members)));
        });
    return object(operators);
  }

  private static String texts(List<String> texts) {
    return texts.stream().map(ResidualStatement::quoted).collect(Collectors.joining(",", "[", "]"));
  }

  private static String member(String name, String value) {
    return quoted(name) + ':' + value;
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  private static String object(List<String> members) {
    return String.join(",", members).transform(inside -> '{' + inside + '}');
  }
}
