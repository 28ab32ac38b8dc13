package dev.sluice.common.policy;

/** Text, perhaps with wildcards and variables. */
record TextOperand(TextPattern pattern) implements Operand {
  @Override
  public boolean matches(String value, PolicyQuestion question) {
    return pattern.matches(value, question);
  }

  @Override
  public boolean isFixed() {
    return pattern.isFixed();
  }

  @Override
  public boolean isUnknown(PolicyQuestion question) {
    return pattern.isUnknown(question);
  }
}
