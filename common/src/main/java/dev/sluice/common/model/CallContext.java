package dev.sluice.common.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What travels with every call from the edge to the storage.
 *
 * @param principal on whose behalf
 * @param requestId names the request in answers and in the logs of both tiers
 * @param deadline when nobody waits any longer; null: no deadline
 * @param cancellation knows whether somebody waits
 * @param waited how long the caller has waited for the tier behind it; each tier has its own
 */
public record CallContext(
    Principal principal,
    String requestId,
    @Nullable Instant deadline,
    Cancellation cancellation,
    Stopwatch waited) {
  /** The context of a call that somebody waits for until it ends. */
  public CallContext(Principal principal, String requestId, @Nullable Instant deadline) {
    this(principal, requestId, deadline, Cancellation.ENDLESS);
  }

  /** The context of a call for which nobody has waited yet. */
  public CallContext(
      Principal principal,
      String requestId,
      @Nullable Instant deadline,
      Cancellation cancellation) {
    this(principal, requestId, deadline, cancellation, new Stopwatch());
  }

  /**
   * To be asked before every step that costs something, and at last before the one that others can
   * see: what nobody waits for any longer must not change anything.
   *
   * @throws StorageException {@code DEADLINE_PASSED} or {@code CALL_CANCELLED}
   */
  public void requireWaiting() {
    cancellation.check();
  }
}
