package dev.sluice.agent.service;

import dev.sluice.agent.store.access.Decision;
import dev.sluice.agent.store.scrub.DamagedObject;
import dev.sluice.agent.store.scrub.ScrubCounts;
import dev.sluice.agent.store.scrub.ScrubListener;
import dev.sluice.agent.store.scrub.ScrubScope;
import dev.sluice.agent.store.scrub.Scrubber;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.ScrubRequest;
import dev.sluice.v1.ScrubResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves Scrub, one at a time, on a thread of its own: it may take days, which no thread of other
 * work can be held for.
 */
final class ScrubHandler implements ServerCallHandler<ScrubRequest, ScrubResponse> {
  /** Time between two messages while nothing is found. */
  private static final Duration REPORT = Duration.ofSeconds(1);

  private final ServiceContext serving;
  private final Scrubber scrubber;
  private final Semaphore permit = new Semaphore(1);

  ScrubHandler(ServiceContext serving, Scrubber scrubber) {
    this.serving = serving;
    this.scrubber = scrubber;
  }

  @Override
  public ServerCall.Listener<ScrubRequest> startCall(
      ServerCall<ScrubRequest, ScrubResponse> call, Metadata headers) {
    Running running = new Running(call, RpcCall.begin(serving, call, headers));
    call.request(2); // the second one would be a mistake, and lets the half-close through
    return running;
  }

  private final class Running extends ServerCall.Listener<ScrubRequest> implements ScrubListener {
    private final ServerCall<ScrubRequest, ScrubResponse> transport;
    private final RpcCall<ScrubResponse> call;

    /** Is down once the caller has gone. */
    private final CountDownLatch gone = new CountDownLatch(1);

    /** A permit for each time that the transport may have become ready. */
    private final Semaphore ready = new Semaphore(0);

    private @Nullable ScrubRequest request;
    private boolean started;
    private ScrubCounts counts = ScrubCounts.NONE;
    private Instant reported;

    Running(ServerCall<ScrubRequest, ScrubResponse> transport, RpcCall<ScrubResponse> call) {
      this.transport = transport;
      this.call = call;
      reported = serving.clock().instant();
    }

    @Override
    public void onMessage(ScrubRequest message) {
      request = message;
    }

    @Override
    public void onHalfClose() {
      try {
        Decision.ofAdministration(call.context().caller()).require();
        ScrubRequest asked = request;
        if (asked == null) {
          throw new StorageException(
              FailureReason.REQUEST_INVALID, "messages: none (expected: one)");
        }
        ScrubScope scope = ScrubMessages.scope(asked);
        long bytesPerSecond = ScrubMessages.bytesPerSecond(asked);
        if (!permit.tryAcquire()) {
          throw new StorageException(
              FailureReason.OVERLOADED, "scrubs that callers wait for: 1 (limit: 1)");
        }
        started = true;
        Thread.ofPlatform().name("scrub-call").daemon().start(() -> run(scope, bytesPerSecond));
      } catch (StorageException e) {
        call.fail(e);
      }
    }

    @Override
    public void onReady() {
      ready.release();
    }

    @Override
    public void onCancel() {
      gone.countDown();
      ready.release();
      if (!started) {
        call.cancelled();
      }
    }

    /** The next call may begin before this one's caller knows of the end. */
    private void run(ScrubScope scope, long bytesPerSecond) {
      try {
        counts = scrubber.scrub(scope, bytesPerSecond, this::pause, this);
        send(ScrubResponse.newBuilder());
      } catch (RuntimeException | Error e) { // every end of a call is reported to its caller
        permit.release();
        if (isGone()) {
          call.cancelled();
        } else {
          call.fail(e);
        }
        return;
      }
      permit.release();
      call.succeed();
    }

    @Override
    public void found(DamagedObject damaged) {
      send(ScrubResponse.newBuilder().addDamaged(ScrubMessages.toProto(damaged)));
    }

    @Override
    public void progress(ScrubCounts now) {
      counts = now;
    }

    /** Waits, and reports on the way: who is silent for long counts as gone. */
    private void pause(long nanos) {
      long left = nanos;
      do {
        requireWaiting();
        if (!serving.clock().instant().isBefore(reported.plus(REPORT))) {
          send(ScrubResponse.newBuilder());
        }
        long step = Math.min(left, REPORT.toNanos());
        uninterrupted(() -> gone.await(step, TimeUnit.NANOSECONDS));
        left -= step;
      } while (left > 0);
    }

    /** Sends no faster than the caller takes it. */
    private void send(ScrubResponse.Builder message) {
      requireWaiting();
      while (!transport.isReady()) {
        uninterrupted(() -> ready.tryAcquire(REPORT.toNanos(), TimeUnit.NANOSECONDS));
        requireWaiting();
      }
      reported = serving.clock().instant();
      call.send(message.setCounts(ScrubMessages.toProto(counts)).build());
    }

    private boolean isGone() {
      return gone.getCount() == 0;
    }

    private void requireWaiting() {
      call.context().requireWaiting();
      if (isGone()) {
        throw new StorageException(FailureReason.CALL_CANCELLED, "the caller is gone");
      }
    }
  }

  /** A wait that ends early with true or with its time. */
  private interface Wait {
    boolean end() throws InterruptedException;
  }

  private static void uninterrupted(Wait wait) {
    try {
      boolean _ = wait.end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(FailureReason.CALL_CANCELLED, "interrupted");
    }
  }
}
