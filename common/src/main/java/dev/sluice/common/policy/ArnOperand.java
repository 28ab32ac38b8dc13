package dev.sluice.common.policy;

import java.util.List;

/** ARN, of which each of the six parts is compared on its own. */
record ArnOperand(List<TextPattern> parts) implements Operand {
  private static final int PARTS = 6;

  static ArnOperand parse(String text, TextPattern.Syntax syntax) throws PolicyException {
    List<TextPattern> parts = TextPattern.parse(text, syntax).parts(PARTS);
    if (parts.size() != PARTS || !parts.getFirst().mayBe("arn")) {
      throw new PolicyException("Invalid ARN in Conditions: " + text);
    }
    return new ArnOperand(parts);
  }

  @Override
  public boolean matches(String value, PolicyQuestion question) {
    int start = 0;
    for (int i = 0; i < PARTS - 1; i++) {
      int colon = value.indexOf(':', start);
      if (colon < 0 || !parts.get(i).matches(value.substring(start, colon), question)) {
        return false;
      }
      start = colon + 1;
    }
    return parts.getLast().matches(value.substring(start), question);
  }

  @Override
  public boolean isFixed() {
    return parts.stream().allMatch(TextPattern::isFixed);
  }

  @Override
  public boolean isUnknown(PolicyQuestion question) {
    return parts.getFirst().isUnknown(question);
  }
}
