package dev.sluice.common.policy;

/**
 * Statement of a policy.
 *
 * @param name its Sid, or "statement 3", counted from 1
 * @param effect what it does where it applies
 */
public record Statement(String name, Effect effect) {
  /** Effect of a statement that applies. */
  public enum Effect {
    ALLOW,
    DENY
  }
}
