package dev.sluice.common.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The context of a call, from the edge to the storage.
 *
 * @param caller on whose behalf, and what the grants of that identity say
 * @param requestId names the request in answers and in the logs of both tiers
 * @param deadline when the caller stops waiting; null: no deadline
 * @param cancellation knows whether the caller still waits
 * @param waited how long the caller has waited for the tier behind it; each tier has its own
 */
public record CallContext(
    Caller caller,
    String requestId,
    @Nullable Instant deadline,
    Cancellation cancellation,
    Stopwatch waited) {
  /** The context of a call whose caller waits until it ends. */
  public CallContext(Caller caller, String requestId, @Nullable Instant deadline) {
    this(caller, requestId, deadline, Cancellation.ENDLESS);
  }

  /** The context of a call that has not waited yet. */
  public CallContext(
      Caller caller, String requestId, @Nullable Instant deadline, Cancellation cancellation) {
    this(caller, requestId, deadline, cancellation, new Stopwatch());
  }

  /** On whose behalf. */
  public Principal principal() {
    return caller.principal();
  }

  /** The same with another caller: the one with more that is evaluated, for instance. */
  public CallContext of(Caller other) {
    return new CallContext(other, requestId, deadline, cancellation, waited);
  }

  /** The context of one of several things that the call asks for, each with its evaluations. */
  public CallContext evaluated(List<Evaluation> evaluations, List<Evaluation> disclosures) {
    return of(caller.with(evaluations, disclosures));
  }

  /**
   * Fails a call without a waiting caller. Called before every step that costs something, and right
   * before the one that becomes visible: an abandoned call must not change anything.
   *
   * @throws StorageException {@code DEADLINE_PASSED} or {@code CALL_CANCELLED}
   */
  public void requireWaiting() {
    cancellation.check();
  }
}
