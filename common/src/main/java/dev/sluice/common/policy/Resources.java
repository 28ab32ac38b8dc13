package dev.sluice.common.policy;

import java.util.List;

/**
 * Resources of a statement.
 *
 * @param patterns of their ARNs
 * @param texts of the patterns, as they were written
 * @param negated whether it is about all others
 */
record Resources(List<TextPattern> patterns, List<String> texts, boolean negated) {
  /** Resources of a statement that has none of its own: every resource. */
  static final Resources ANY =
      new Resources(List.of(TextPattern.wildcards("*")), List.of("*"), false);

  Resources {
    patterns = List.copyOf(patterns);
    texts = List.copyOf(texts);
  }

  /** Whether the resource of a question is one of them. */
  Truth evaluate(PolicyQuestion question) {
    Truth truth = Truth.FALSE;
    for (int i = 0; i < patterns.size(); i++) {
      TextPattern pattern = patterns.get(i);
      if (pattern.isUnknown(question)) {
        truth = Truth.UNKNOWN;
      } else if (pattern.matches(question.resource(), question)) {
        return Truth.of(!negated);
      }
    }
    return truth == Truth.UNKNOWN ? truth : Truth.of(negated);
  }
}
