package dev.sluice.integration.trial.model;

/** An answer that the model does not give. */
final class Mismatch extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Mismatch(String message) {
    super(message);
  }
}
