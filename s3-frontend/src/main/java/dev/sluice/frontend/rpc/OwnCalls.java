package dev.sluice.frontend.rpc;

import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Calls that a frontend makes on its own behalf, as the operator. */
public final class OwnCalls {
  private static final Principal FRONTEND = new Principal("sluice-frontend", "frontend");

  private OwnCalls() {}

  /** The context of a call without a deadline of its own. */
  public static CallContext context(String purpose) {
    return context(purpose, null);
  }

  /**
   * The context of a call.
   *
   * @param purpose what it is for, in place of the id of a request
   */
  public static CallContext context(String purpose, @Nullable Instant deadline) {
    return new CallContext(Caller.operator(FRONTEND), purpose, deadline);
  }

  /**
   * The context of what a frontend asks for by itself, on the way to what its caller asks for:
   * where a bucket lies, whose it is. Nothing that depends on the answer may reach a caller who was
   * not allowed anything yet, and waiting for it is no sign that the caller was.
   */
  public static CallContext within(CallContext call) {
    return new CallContext(
        Caller.operator(call.principal()), call.requestId(), call.deadline(), call.cancellation());
  }
}
