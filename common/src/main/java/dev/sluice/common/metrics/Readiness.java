package dev.sluice.common.metrics;

/**
 * Whether a process wants requests at this moment.
 *
 * @param ready what a load balancer goes by
 * @param reason for people: what it waits for
 */
public record Readiness(boolean ready, String reason) {

  /** Requests are welcome. */
  public static final Readiness READY = new Readiness(true, "ready");

  /** Requests are welcome, and there is something that people should see to. */
  public static Readiness readyBut(String notice) {
    return new Readiness(true, "ready: " + notice);
  }

  /** No requests please, for this reason. */
  public static Readiness notReady(String reason) {
    return new Readiness(false, reason);
  }
}
