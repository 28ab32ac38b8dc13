package dev.sluice.agent.store.engine.object;

/** Something else was there than a change expected; nothing was changed. */
public final class ExpectationNotMet extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says what was expected. */
  public ExpectationNotMet(Expectation expectation) {
    super("expected there: " + expectation, null, false, false);
  }
}
