package dev.sluice.frontend.rpc;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who serves what under placement {@code bucket}: each bucket lies on exactly one agent. What was
 * learnt by asking is remembered until that agent answers a call by saying that it has no such
 * bucket; then all are asked again. With one agent nobody is ever asked.
 */
public final class WorkerDirectory {
  /** Buckets whose agent is remembered; beyond it all is forgotten and learnt again. */
  private static final int MOST_REMEMBERED = 100_000;

  private final List<WorkerClient> workers;
  private final Map<BucketName, WorkerClient> known = new ConcurrentHashMap<>();

  /** A directory of these agents, in an order that all frontends share. At least one. */
  public WorkerDirectory(List<WorkerClient> workers) {
    if (workers.isEmpty()) {
      throw new IllegalArgumentException("agents: none (expected: at least one)");
    }
    this.workers = List.copyOf(workers);
  }

  /** Every agent. */
  public List<WorkerClient> all() {
    return workers;
  }

  /**
   * The agent that has a bucket; fails with {@code BUCKET_NOT_FOUND} where none has it. Where it
   * was remembered and turns out to have moved, the call goes to the agent that has it now; a body
   * that was sent already fails with {@code UNAVAILABLE}, and the next attempt finds the agent.
   */
  public WorkerClient of(CallContext context, BucketName bucket) {
    if (workers.size() == 1) {
      return workers.getFirst();
    }
    WorkerClient remembered = known.get(bucket);
    WorkerClient worker = remembered == null ? require(context, bucket) : remembered;
    return worker.relocating(() -> movedFrom(worker, context, bucket));
  }

  /** The agent that has a bucket, asked whether it still does; fails as {@link #of}. */
  public WorkerClient confirmed(CallContext context, BucketName bucket) {
    if (workers.size() == 1) {
      return workers.getFirst();
    }
    WorkerClient worker = known.get(bucket);
    return worker != null && has(worker, context, bucket) ? worker : require(context, bucket);
  }

  private WorkerClient require(CallContext context, BucketName bucket) {
    WorkerClient worker = find(context, bucket);
    if (worker == null) {
      throw new StorageException(
          FailureReason.BUCKET_NOT_FOUND, "bucket: " + bucket + " (expected: one that exists)");
    }
    return worker;
  }

  /** Where a bucket lies that an agent said it has not; null where no other has it. */
  private @Nullable WorkerClient movedFrom(
      WorkerClient before, CallContext context, BucketName bucket) {
    known.remove(bucket, before);
    WorkerClient now = find(context, bucket);
    return now == before ? null : now;
  }

  /**
   * Asks every agent. One that cannot answer matters only where no other has the bucket: then it
   * may be the one.
   */
  private @Nullable WorkerClient find(CallContext context, BucketName bucket) {
    StorageException unanswered = null;
    for (WorkerClient candidate : workers) {
      try {
        if (has(candidate, context, bucket)) {
          return remember(bucket, candidate);
        }
      } catch (StorageException e) {
        unanswered = e;
      }
    }
    if (unanswered != null) {
      throw unanswered;
    }
    return null;
  }

  /**
   * The agent on which a bucket is to be created: the one that has it already, else the one of
   * highest rank for its name, which is the same for every frontend. All agents have to answer, so
   * that no bucket ever lies on two of them.
   */
  public WorkerClient forCreation(CallContext context, BucketName bucket) {
    if (workers.size() > 1) {
      for (WorkerClient candidate : workers) {
        if (has(candidate, context, bucket)) {
          return remember(bucket, candidate);
        }
      }
    }
    return workers.stream()
        .max(Comparator.comparingInt(worker -> rank(bucket, workers.indexOf(worker))))
        .orElseThrow();
  }

  private static int rank(BucketName bucket, int worker) {
    int mixed = (bucket.value() + '#' + worker).hashCode() * 0x9E3779B9;
    return mixed ^ (mixed >>> 15);
  }

  private WorkerClient remember(BucketName bucket, WorkerClient worker) {
    if (known.size() >= MOST_REMEMBERED) {
      known.clear();
    }
    known.put(bucket, worker);
    return worker;
  }

  private static boolean has(WorkerClient worker, CallContext context, BucketName bucket) {
    try {
      worker.bucket(context, bucket);
      return true;
    } catch (StorageException e) {
      if (e.reason() == FailureReason.BUCKET_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }
}
