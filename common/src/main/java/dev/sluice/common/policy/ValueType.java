package dev.sluice.common.policy;

/** Type of a condition key's values, which says the operators that it may be compared by. */
public enum ValueType {
  TEXT("text"),
  NUMBER("number"),
  /** ISO 8601. */
  DATE("date"),
  /** Seconds since 1970. */
  TIME("seconds since 1970"),
  BOOLEAN("true or false"),
  ADDRESS("IP address"),
  ARN("ARN"),
  /** Value of a tag: text that may be any of the others too. */
  TAG("tag");

  private final String description;

  ValueType(String description) {
    this.description = description;
  }

  /** A few words for people. */
  public String description() {
    return description;
  }
}
