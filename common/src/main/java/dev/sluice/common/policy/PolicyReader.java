package dev.sluice.common.policy;

import dev.sluice.common.policy.JsonValue.Items;
import dev.sluice.common.policy.JsonValue.Literal;
import dev.sluice.common.policy.JsonValue.Members;
import dev.sluice.common.policy.JsonValue.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reader of a policy's elements ("IAM JSON policy reference: Grammar", IAM User Guide). Its
 * messages are those of Amazon S3 where they are known, followed by what they are about.
 */
final class PolicyReader {
  /** Version that has variables. */
  static final String CURRENT = "2012-10-17";

  private static final Set<String> VERSIONS = Set.of("2008-10-17", CURRENT);

  private PolicyReader() {}

  /**
   * Policy as it was read.
   *
   * @param version of the language
   * @param statements in their order
   */
  record Read(String version, List<Statement> statements) {}

  /**
   * Reads a policy.
   *
   * @param kind of it; null: a bucket's that was checked when it was put
   */
  static Read parse(String text, @Nullable PolicyKind kind) throws PolicyException {
    if (!text.startsWith("{") || !(JsonReader.parse(text) instanceof Members policy)) {
      throw new PolicyException("Policies must be valid JSON and the first byte must be '{'");
    }
    onlyMembers(policy, Set.of("Version", "Id", "Statement"));
    String version = version(policy);
    text(policy, "Id");
    JsonValue statements = policy.members().get("Statement");
    if (statements == null) {
      throw missing("Statement");
    }
    List<JsonValue> items = statements instanceof Items list ? list.items() : List.of(statements);
    if (items.isEmpty()) {
      throw new PolicyException("Could not parse the policy: Statement is empty!");
    }
    StatementReader reader = new StatementReader(kind, version.equals(CURRENT));
    List<Statement> read = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonValue item : items) {
      Members statement = members(item, "Statement");
      String sid = text(statement, "Sid");
      if (sid != null && !sid.isEmpty() && !names.add(sid)) {
        throw new PolicyException("Statement IDs (SID) in a single policy must be unique: " + sid);
      }
      String name = sid == null || sid.isEmpty() ? "statement " + (read.size() + 1) : sid;
      read.add(reader.read(name, statement));
    }
    return new Read(version, read);
  }

  /** Reads what an evaluation left of a statement. */
  static Statement parseResidual(String text) throws PolicyException {
    Members statement = members(JsonReader.parse(text), "Statement");
    onlyMembers(
        statement, Set.of("Version", "Sid", "Effect", "Resource", "NotResource", "Condition"));
    String sid = text(statement, "Sid");
    StatementReader reader =
        new StatementReader(PolicyKind.identity(), version(statement).equals(CURRENT));
    return reader.readResidual(sid == null ? "a statement of the identity" : sid, statement);
  }

  private static String version(Members policy) throws PolicyException {
    String version = text(policy, "Version");
    if (version != null && !VERSIONS.contains(version)) {
      throw new PolicyException("The policy must contain a valid version string: " + version);
    }
    return version == null ? "2008-10-17" : version;
  }

  static void onlyMembers(Members object, Set<String> known) throws PolicyException {
    for (String name : object.members().keySet()) {
      if (!known.contains(name)) {
        throw new PolicyException("Unknown field " + name);
      }
    }
  }

  /** Text of an element; null: it is not there. */
  static @Nullable String text(Members object, String name) throws PolicyException {
    return switch (object.members().get(name)) {
      case null -> null;
      case Text(String text) -> text;
      case Members other -> throw syntax(name);
      case Items other -> throw syntax(name);
      case Literal other -> throw syntax(name);
    };
  }

  /** Texts of an element that has one or a list of them, at least one. */
  static List<String> texts(JsonValue value, String name) throws PolicyException {
    List<JsonValue> items = value instanceof Items list ? list.items() : List.of(value);
    List<String> texts = new ArrayList<>();
    for (JsonValue item : items) {
      if (!(item instanceof Text(String text))) {
        throw syntax(name);
      }
      texts.add(text);
    }
    if (texts.isEmpty()) {
      throw new PolicyException("Missing required field " + name + " cannot be empty!");
    }
    return texts;
  }

  /** Values of a condition, of which numbers and truths may be written without quotes. */
  static List<String> values(JsonValue value, String key) throws PolicyException {
    List<JsonValue> items = value instanceof Items list ? list.items() : List.of(value);
    List<String> values = new ArrayList<>();
    for (JsonValue item : items) {
      values.add(
          switch (item) {
            case Text(String text) -> text;
            case Literal(String text) when !text.equals("null") -> text;
            case Literal other -> throw syntax(key);
            case Members other -> throw syntax(key);
            case Items other -> throw syntax(key);
          });
    }
    if (values.isEmpty()) {
      throw syntax(key);
    }
    return values;
  }

  static Members members(JsonValue value, String name) throws PolicyException {
    if (value instanceof Members object) {
      return object;
    }
    throw syntax(name);
  }

  static PolicyException missing(String name) {
    return new PolicyException("Missing required field " + name);
  }

  static PolicyException syntax(String name) {
    return new PolicyException("Invalid policy syntax: " + name);
  }
}
