package dev.sluice.common.policy;

import dev.sluice.common.policy.Condition.Quantifier;
import java.util.List;

/**
 * AWS's definition of "public" ("The meaning of 'public'", Amazon S3 User Guide,
 * access-control-block-public-access.html): an allow to everybody, unless a condition confines it
 * to fixed values of a key that identifies the requester or its address.
 */
final class PublicAccess {
  private PublicAccess() {}

  static boolean isGiven(List<Statement> statements) {
    return statements.stream().anyMatch(PublicAccess::isGivenBy);
  }

  private static boolean isGivenBy(Statement statement) {
    return statement.effect() == Statement.Effect.ALLOW
        && statement.principals().includeEverybody()
        && statement.conditions().stream().noneMatch(PublicAccess::confines);
  }

  /** Whether only few requests have a value that the condition asks for. */
  private static boolean confines(Condition condition) {
    boolean required =
        !condition.operator().isNegated()
            && !condition.ifExists()
            && condition.quantifier() != Quantifier.FOR_ALL
            && condition.operator() != Operator.NULL;
    return required
        && tellsWho(condition.key().key())
        && condition.operands().stream().allMatch(PublicAccess::isNarrow)
        && condition.texts().stream().noneMatch("anonymous"::equalsIgnoreCase);
  }

  private static boolean tellsWho(ConditionKey key) {
    return switch (key) {
      case SOURCE_IP, PRINCIPAL_ARN, PRINCIPAL_ACCOUNT, USER_ID, SERVER_SIDE_ENCRYPTION_KEY -> true;
      default -> false;
    };
  }

  private static boolean isNarrow(Operand operand) {
    return operand instanceof AddressOperand range ? !range.isBroad() : operand.isFixed();
  }
}
