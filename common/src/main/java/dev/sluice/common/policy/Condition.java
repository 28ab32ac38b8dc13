package dev.sluice.common.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Condition of a statement: an operator, a key, and the values to compare with.
 *
 * @param operator that compares
 * @param quantifier of the request's values
 * @param ifExists whether it holds for a request that does not have the key
 * @param key whose values are compared
 * @param operands of which one has to match, of a negated operator none
 * @param texts of the operands, as they were written
 */
record Condition(
    Operator operator,
    Quantifier quantifier,
    boolean ifExists,
    KeyName key,
    List<Operand> operands,
    List<String> texts) {
  private static final String IF_EXISTS = "ifexists";

  /** Quantifier of the values that a request has of a key. */
  enum Quantifier {
    NONE(""),
    FOR_ALL("ForAllValues:"),
    FOR_ANY("ForAnyValue:");

    private final String prefix;

    Quantifier(String prefix) {
      this.prefix = prefix;
    }

    private static Quantifier of(String operator) {
      for (Quantifier quantifier : List.of(FOR_ALL, FOR_ANY)) {
        String prefix = quantifier.prefix;
        if (operator.regionMatches(true, 0, prefix, 0, prefix.length())) {
          return quantifier;
        }
      }
      return NONE;
    }
  }

  Condition {
    operands = List.copyOf(operands);
    texts = List.copyOf(texts);
  }

  /**
   * Reads a condition.
   *
   * @param name of the operator, with what comes before and after it
   * @param variables whether the policy's version has them
   */
  static Condition parse(String name, String keyName, List<String> texts, boolean variables)
      throws PolicyException {
    Quantifier quantifier = Quantifier.of(name);
    String rest = name.substring(quantifier.prefix.length());
    boolean ifExists = rest.toLowerCase(Locale.ROOT).endsWith(IF_EXISTS);
    if (ifExists) {
      rest = rest.substring(0, rest.length() - IF_EXISTS.length());
    }
    Operator operator = Operator.find(rest);
    boolean bare = quantifier == Quantifier.NONE && !ifExists;
    if (operator == null || (operator == Operator.NULL && !bare)) {
      throw new PolicyException("Invalid Condition type : " + name);
    }
    KeyName key = KeyName.find(keyName);
    if (key == null) {
      throw new PolicyException("Policy has an invalid condition key: " + keyName);
    }
    if (!operator.compares(key.key().type())) {
      throw new PolicyException(
          "Invalid Condition type : "
              + name
              + " of "
              + keyName
              + " (expected: an operator for type "
              + key.key().type().description()
              + ")");
    }
    List<Operand> operands = new ArrayList<>();
    for (String text : texts) {
      operands.add(operator.operand(text, variables));
    }
    return new Condition(operator, quantifier, ifExists, key, operands, texts);
  }

  /** Name of the operator, with what comes before and after it. */
  String name() {
    return quantifier.prefix + operator.awsName() + (ifExists ? "IfExists" : "");
  }

  /** Result for a question. */
  Truth evaluate(PolicyQuestion question) {
    if (isUnknown(question)) {
      return Truth.UNKNOWN;
    }
    return Truth.of(holds(key.values(question), question));
  }

  private boolean holds(List<String> values, PolicyQuestion question) {
    if (operator == Operator.NULL) {
      return anyMatches(String.valueOf(values.isEmpty()), question);
    }
    if (values.isEmpty()) {
      return ifExists
          || switch (quantifier) {
            case NONE -> operator.isNegated();
            case FOR_ALL -> true;
            case FOR_ANY -> false;
          };
    }
    return switch (quantifier) {
      case NONE -> anyValueMatches(values, question) != operator.isNegated();
      case FOR_ALL -> values.stream().allMatch(value -> counts(value, question));
      case FOR_ANY -> values.stream().anyMatch(value -> counts(value, question));
    };
  }

  private boolean anyValueMatches(List<String> values, PolicyQuestion question) {
    for (int i = 0; i < values.size(); i++) {
      if (anyMatches(values.get(i), question)) {
        return true;
      }
    }
    return false;
  }

  private boolean counts(String value, PolicyQuestion question) {
    return anyMatches(value, question) != operator.isNegated();
  }

  private boolean anyMatches(String value, PolicyQuestion question) {
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i).matches(value, question)) {
        return true;
      }
    }
    return false;
  }

  private boolean isUnknown(PolicyQuestion question) {
    if (!key.known(question)) {
      return true;
    }
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i).isUnknown(question)) {
        return true;
      }
    }
    return false;
  }
}
