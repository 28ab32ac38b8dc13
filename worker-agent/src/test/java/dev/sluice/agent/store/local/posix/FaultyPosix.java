package dev.sluice.agent.store.local.posix;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A storage of which single calls fail, once or from then on. */
public final class FaultyPosix extends InterceptedPosix {
  private @Nullable Fault fault;
  private int seen;
  private @Nullable PosixCall hit;

  public FaultyPosix(int attributeLimit) {
    super(attributeLimit);
  }

  /**
   * A fault.
   *
   * @param errno what calls fail with
   * @param calls those that may
   * @param at which of them fails, counted from 0
   * @param lasting whether all of them after it fail too
   */
  public record Fault(Errno errno, Predicate<PosixCall> calls, int at, boolean lasting) {}

  /** From now on there is this fault. */
  public synchronized void fail(Fault wanted) {
    fault = wanted;
    seen = 0;
    hit = null;
  }

  /** The next of these calls fails, once. */
  public void failNext(Errno errno, Predicate<PosixCall> calls) {
    fail(new Fault(errno, calls, 0, false));
  }

  /** All is well again; the first call that failed, null where none did. */
  public synchronized @Nullable PosixCall heal() {
    fault = null;
    return hit;
  }

  @Override
  synchronized @Nullable ErrnoException refusal(PosixCall call, byte[] about) {
    Fault now = fault;
    if (now == null || !now.calls().test(call)) {
      return null;
    }
    int at = seen++;
    if (at < now.at() || (at > now.at() && !now.lasting())) {
      return null;
    }
    hit = hit == null ? call : hit;
    return new ErrnoException(now.errno(), call + " (injected)", about);
  }
}
