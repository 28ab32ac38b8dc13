package dev.sluice.integration.trial.crash;

/** Something that was acknowledged is not there, or something half is. */
final class Lost extends AssertionError {
  private static final long serialVersionUID = 1L;

  Lost(String what) {
    super(what);
  }
}
