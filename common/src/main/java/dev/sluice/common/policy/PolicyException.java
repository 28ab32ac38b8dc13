package dev.sluice.common.policy;

/** Refusal of a policy that cannot be put in force; its message names what is wrong with it. */
public final class PolicyException extends Exception {
  private static final long serialVersionUID = 1;

  PolicyException(String message) {
    super(message);
  }

  /** Message for the client, never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
