package dev.sluice.common.policy;

import static dev.sluice.common.policy.NumberOperand.Order.EQUAL;
import static dev.sluice.common.policy.NumberOperand.Order.GREATER;
import static dev.sluice.common.policy.NumberOperand.Order.GREATER_OR_EQUAL;
import static dev.sluice.common.policy.NumberOperand.Order.LESS;
import static dev.sluice.common.policy.NumberOperand.Order.LESS_OR_EQUAL;
import static dev.sluice.common.policy.ValueType.ADDRESS;
import static dev.sluice.common.policy.ValueType.ARN;
import static dev.sluice.common.policy.ValueType.BOOLEAN;
import static dev.sluice.common.policy.ValueType.DATE;
import static dev.sluice.common.policy.ValueType.NUMBER;
import static dev.sluice.common.policy.ValueType.TAG;
import static dev.sluice.common.policy.ValueType.TEXT;
import static dev.sluice.common.policy.ValueType.TIME;

import dev.sluice.common.policy.TextPattern.Syntax;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Operators of conditions ("IAM JSON policy elements: Condition operators", IAM User Guide). A
 * negated one holds where its counterpart does not, and so for a key that the request does not
 * have.
 */
enum Operator {
  STRING_EQUALS("StringEquals", ValueTypes.ALL, Operator::text),
  STRING_NOT_EQUALS("StringNotEquals", STRING_EQUALS),
  STRING_EQUALS_IGNORE_CASE(
      "StringEqualsIgnoreCase",
      ValueTypes.ALL,
      (value, variables) ->
          new TextOperand(TextPattern.parse(value, Syntax.of(false, variables)).ignoringCase())),
  STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", STRING_EQUALS_IGNORE_CASE),
  STRING_LIKE(
      "StringLike",
      ValueTypes.ALL,
      (value, variables) -> new TextOperand(TextPattern.parse(value, Syntax.of(true, variables)))),
  STRING_NOT_LIKE("StringNotLike", STRING_LIKE),

  NUMERIC_EQUALS("NumericEquals", ValueTypes.NUMBERS, number(EQUAL)),
  NUMERIC_NOT_EQUALS("NumericNotEquals", NUMERIC_EQUALS),
  NUMERIC_LESS_THAN("NumericLessThan", ValueTypes.NUMBERS, number(LESS)),
  NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", ValueTypes.NUMBERS, number(LESS_OR_EQUAL)),
  NUMERIC_GREATER_THAN("NumericGreaterThan", ValueTypes.NUMBERS, number(GREATER)),
  NUMERIC_GREATER_THAN_EQUALS(
      "NumericGreaterThanEquals", ValueTypes.NUMBERS, number(GREATER_OR_EQUAL)),

  DATE_EQUALS("DateEquals", ValueTypes.DATES, date(EQUAL)),
  DATE_NOT_EQUALS("DateNotEquals", DATE_EQUALS),
  DATE_LESS_THAN("DateLessThan", ValueTypes.DATES, date(LESS)),
  DATE_LESS_THAN_EQUALS("DateLessThanEquals", ValueTypes.DATES, date(LESS_OR_EQUAL)),
  DATE_GREATER_THAN("DateGreaterThan", ValueTypes.DATES, date(GREATER)),
  DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", ValueTypes.DATES, date(GREATER_OR_EQUAL)),

  BOOL("Bool", EnumSet.of(BOOLEAN, TAG), Operator::bool),
  BINARY_EQUALS("BinaryEquals", EnumSet.of(TEXT, TAG), Operator::binary),

  IP_ADDRESS(
      "IpAddress", EnumSet.of(ADDRESS, TAG), (value, variables) -> AddressOperand.parse(value)),
  NOT_IP_ADDRESS("NotIpAddress", IP_ADDRESS),

  ARN_EQUALS("ArnEquals", EnumSet.of(ARN, TAG), Operator::arn),
  ARN_NOT_EQUALS("ArnNotEquals", ARN_EQUALS),
  ARN_LIKE("ArnLike", EnumSet.of(ARN, TAG), Operator::arn),
  ARN_NOT_LIKE("ArnNotLike", ARN_LIKE),

  /** Whether the request does not have the key. */
  NULL("Null", ValueTypes.ALL, Operator::bool);

  /** Types of values that several operators compare. */
  private static final class ValueTypes {
    static final Set<ValueType> ALL = EnumSet.allOf(ValueType.class);
    static final Set<ValueType> NUMBERS = EnumSet.of(NUMBER, TIME, TAG);
    static final Set<ValueType> DATES = EnumSet.of(DATE, TIME, TAG);

    private ValueTypes() {}
  }

  /** Reads a value of a policy. */
  private interface Reader {
    Operand read(String value, boolean variables) throws PolicyException;
  }

  private static final Map<String, Operator> BY_NAME =
      Arrays.stream(values())
          .collect(
              Collectors.toUnmodifiableMap(
                  operator -> operator.awsName.toLowerCase(Locale.ROOT), Function.identity()));

  private final String awsName;
  private final Set<ValueType> types;
  private final Reader reader;
  private final boolean negated;

  Operator(String awsName, Set<ValueType> types, Reader reader) {
    this.awsName = awsName;
    this.types = types;
    this.reader = reader;
    this.negated = false;
  }

  Operator(String awsName, Operator counterpart) {
    this.awsName = awsName;
    this.types = counterpart.types;
    this.reader = counterpart.reader;
    this.negated = true;
  }

  /** Operator of this name in upper or lower case; null: none. */
  static @Nullable Operator find(String name) {
    return BY_NAME.get(name.toLowerCase(Locale.ROOT));
  }

  String awsName() {
    return awsName;
  }

  /** Whether it holds where no value of the policy matches. */
  boolean isNegated() {
    return negated;
  }

  boolean compares(ValueType type) {
    return types.contains(type);
  }

  /** Value of a policy, with variables where its version has them. */
  Operand operand(String value, boolean variables) throws PolicyException {
    return reader.read(value, variables);
  }

  private static Operand text(String value, boolean variables) throws PolicyException {
    return new TextOperand(TextPattern.parse(value, Syntax.of(false, variables)));
  }

  private static Operand arn(String value, boolean variables) throws PolicyException {
    return ArnOperand.parse(value, Syntax.of(true, variables));
  }

  private static Reader number(NumberOperand.Order order) {
    return (value, variables) -> NumberOperand.parse(value, false, order);
  }

  private static Reader date(NumberOperand.Order order) {
    return (value, variables) -> NumberOperand.parse(value, true, order);
  }

  private static Operand bool(String value, boolean variables) throws PolicyException {
    String expected = value.toLowerCase(Locale.ROOT);
    if (!expected.equals("true") && !expected.equals("false")) {
      throw new PolicyException("Invalid boolean in Conditions: " + value);
    }
    return (given, question) -> given.equalsIgnoreCase(expected);
  }

  private static Operand binary(String value, boolean variables) throws PolicyException {
    try {
      byte[] expected = Base64.getDecoder().decode(value);
      return (given, question) -> Arrays.equals(given.getBytes(StandardCharsets.UTF_8), expected);
    } catch (IllegalArgumentException e) {
      throw new PolicyException("Invalid Base64 in Conditions: " + value);
    }
  }
}
