package dev.sluice.agent.store.engine.object;

import org.jspecify.annotations.Nullable;

/** The state that a change requires of what has its name. */
// The two constants here are the only Anything and Absent: no other thread can hold their
// classes' locks.
@SuppressWarnings("ClassInitializationDeadlock")
public sealed interface Expectation {
  /** Any object, or none. */
  Expectation ANYTHING = new Anything();

  /** Nothing. */
  Expectation ABSENT = new Absent();

  /** Any state. */
  record Anything() implements Expectation {}

  /** Nothing is there. */
  record Absent() implements Expectation {}

  /**
   * Exactly this is there.
   *
   * @param state of it
   */
  record Exactly(StateToken state) implements Expectation {}

  /** Whether what is there (null: nothing) is what was expected. */
  default boolean isMetBy(@Nullable StateToken current) {
    return switch (this) {
      case Anything() -> true;
      case Absent() -> current == null;
      case Exactly(StateToken state) -> state.equals(current);
    };
  }
}
