package dev.sluice.common.config;

import java.util.List;

/**
 * A setting's value as it was written.
 *
 * @param texts one for a scalar, any number for a list
 */
record RawValue(List<String> texts, Origin origin) {

  RawValue {
    texts = List.copyOf(texts);
  }

  /** The text as a person would write it on one line. */
  String shown() {
    return String.join(", ", texts);
  }
}
