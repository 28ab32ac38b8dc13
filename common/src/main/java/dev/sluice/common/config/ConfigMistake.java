package dev.sluice.common.config;

/**
 * One thing wrong with a configuration.
 *
 * @param key as it was written
 * @param value as it was written, masked where it may be a secret; empty where there is none
 * @param expected what would have been right
 */
public record ConfigMistake(String key, String value, String expected, Origin origin) {

  /** {@code io-threads: 0 (expected: 1..1024) [sluice.yaml:3]}. */
  @Override
  public String toString() {
    String given = value.isEmpty() ? key : key + ": " + value;
    return given + " (expected: " + expected + ") [" + origin + "]";
  }
}
