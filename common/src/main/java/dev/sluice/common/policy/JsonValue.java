package dev.sluice.common.policy;

import java.util.List;
import java.util.Map;

/** Value of a JSON text (RFC 8259). */
sealed interface JsonValue {
  /**
   * Object.
   *
   * @param members in the order of the text; no name occurs twice
   */
  record Members(Map<String, JsonValue> members) implements JsonValue {}

  /** Array. */
  record Items(List<JsonValue> items) implements JsonValue {}

  /** String. */
  record Text(String text) implements JsonValue {}

  /**
   * Number, {@code true}, {@code false} or {@code null}.
   *
   * @param text as it was written
   */
  record Literal(String text) implements JsonValue {}
}
