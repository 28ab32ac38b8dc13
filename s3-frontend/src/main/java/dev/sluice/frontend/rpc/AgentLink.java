package dev.sluice.frontend.rpc;

import io.grpc.CallCredentials.MetadataApplier;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection to an agent. Its first call opens it, and those that come meanwhile wait; where
 * that fails they fail with it, and the next call tries again.
 */
final class AgentLink {
  private final List<MetadataApplier> waiting = new ArrayList<>();
  private volatile @Nullable Metadata shown;

  /**
   * Lets a call out once it is known what it has to show.
   *
   * @param opening finds that out, and may wait; fails with {@link StatusRuntimeException}
   */
  void admit(MetadataApplier call, Supplier<Metadata> opening) {
    Metadata known = shown;
    if (known == null) {
      known = knownOrWaiting(call, opening);
    }
    if (known != null) {
      call.apply(known);
    }
  }

  private synchronized @Nullable Metadata knownOrWaiting(
      MetadataApplier call, Supplier<Metadata> opening) {
    if (shown == null) {
      waiting.add(call);
      if (waiting.size() == 1) {
        // The calling thread may be the one that would receive the answer.
        Thread.ofVirtual().name("agent link").start(() -> open(opening));
      }
    }
    return shown;
  }

  private void open(Supplier<Metadata> opening) {
    Metadata headers;
    try {
      headers = opening.get();
    } catch (StatusRuntimeException e) {
      finish(null).forEach(call -> call.fail(e.getStatus()));
      return;
    } catch (RuntimeException | Error e) {
      finish(null).forEach(call -> call.fail(Status.INTERNAL.withCause(e)));
      throw e;
    }
    finish(headers).forEach(call -> call.apply(headers));
  }

  private synchronized List<MetadataApplier> finish(@Nullable Metadata headers) {
    shown = headers;
    List<MetadataApplier> calls = List.copyOf(waiting);
    waiting.clear();
    return calls;
  }
}
