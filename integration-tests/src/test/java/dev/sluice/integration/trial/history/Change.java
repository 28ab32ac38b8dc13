package dev.sluice.integration.trial.history;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an operation on one key did, or may have done.
 *
 * @param what for people
 * @param called when it was asked for, in nanoseconds
 * @param returned when it was answered; {@link #NEVER}: its outcome is unknown, it may have
 *     happened at any time since or not at all
 * @param effect what was there to what is there then; null where that cannot have been there
 */
record Change(String what, long called, long returned, UnaryOperator<@Nullable String> effect) {
  static final long NEVER = Long.MAX_VALUE;

  @Override
  public String toString() {
    String end = returned == NEVER ? "?" : Long.toString(returned / 1000);
    return called / 1000 + ".." + end + " us: " + what;
  }
}
