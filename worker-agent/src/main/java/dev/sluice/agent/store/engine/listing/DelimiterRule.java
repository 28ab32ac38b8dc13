package dev.sluice.agent.store.engine.listing;

import org.jspecify.annotations.Nullable;

/**
 * Rolls keys up at a delimiter.
 *
 * @param prefix what the keys begin with
 * @param delimiter of any length; empty: nothing is rolled up
 */
public record DelimiterRule(String prefix, String delimiter) {
  /** The common prefix of a key that begins with the prefix; null: it is listed as itself. */
  public @Nullable String prefixOf(String key) {
    if (delimiter.isEmpty()) {
      return null;
    }
    int found = key.indexOf(delimiter, prefix.length());
    return found < 0 ? null : key.substring(0, found + delimiter.length());
  }

  /** Whether a text is what keys are rolled up to. */
  public boolean isRolledUp(String text) {
    return text.startsWith(prefix) && text.equals(prefixOf(text));
  }
}
