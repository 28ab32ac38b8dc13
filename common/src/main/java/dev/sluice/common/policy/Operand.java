package dev.sluice.common.policy;

/** Value of a policy that values of a request are compared with. */
interface Operand {
  /** Whether a value of a request is equal to it, like it, less than it: as the operator says. */
  boolean matches(String value, PolicyQuestion question);

  /** Whether it stands for the same in every request, without a wildcard or a variable. */
  default boolean isFixed() {
    return true;
  }

  /** Whether it depends on a key that is not known where a question is asked. */
  default boolean isUnknown(PolicyQuestion question) {
    return false;
  }
}
