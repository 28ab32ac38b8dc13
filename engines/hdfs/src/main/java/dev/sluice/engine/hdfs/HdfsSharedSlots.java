package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.KeySlot;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one agent of several. A slot is a folder, and each of its epochs a numbered folder
 * in that, with one inside that has a name of its own, as numbers begin again with a new bucket. An
 * agent takes a slot when it has something to decide there:
 *
 * <ol>
 *   <li>It makes the folder of the next number by a renaming that only one agent can win. Where a
 *       higher number is there by then, a later epoch came first, and this one never begins.
 *   <li>It moves the folders of all lower numbers into its own. What their owners prepared is at
 *       other paths now: they can finish nothing any more.
 *   <li>It settles what lies in them, and removes them.
 *   <li>Only then it decides.
 * </ol>
 *
 * <p>The highest number only grows, and a folder is moved away by an owner of a higher one alone.
 * So an epoch whose folder is still there was the only one since it began.
 */
final class HdfsSharedSlots implements HdfsSlots {
  private static final int MAX_ATTEMPTS = 32;

  /**
   * Longest wait before a slot is taken back from an agent that has just taken it: two that want it
   * would else take it from each other before either is done, which may take a second where the
   * namenode is busy.
   */
  private static final long MAX_PAUSE_MILLIS = 2_000;

  private static final String EPOCH = "epoch";

  private final HdfsClient client;
  private final HdfsPaths paths;
  private final HdfsStaging staging;
  private final HdfsRemains remains;
  private final HdfsBuckets buckets;

  /** Those that this agent had to decide about, by their folders. */
  private final Map<String, Held> slots = new ConcurrentHashMap<>();

  /** A slot as this agent has it; its lock is held while it is taken over. */
  private static final class Held {
    private volatile @Nullable HdfsEpoch epoch;
  }

  HdfsSharedSlots(
      HdfsClient client,
      HdfsPaths paths,
      HdfsStaging staging,
      HdfsRemains remains,
      HdfsBuckets buckets) {
    this.client = client;
    this.paths = paths;
    this.staging = staging;
    this.remains = remains;
    this.buckets = buckets;
  }

  // ---- Deciding ----

  @Override
  public HdfsEpoch of(BucketName bucket, ObjectKey key) {
    return epoch(bucket, paths.slot(KeySlot.of(bucket, key)));
  }

  private HdfsEpoch epoch(BucketName bucket, String folder) {
    Held held = held(folder);
    HdfsEpoch epoch = held.epoch;
    if (epoch != null) {
      return epoch;
    }
    synchronized (held) {
      epoch = held.epoch;
      if (epoch == null) {
        epoch = take(bucket, folder);
        held.epoch = epoch;
      }
      return epoch;
    }
  }

  private Held held(String folder) {
    return slots.computeIfAbsent(folder, _ -> new Held());
  }

  private void forget(String folder, HdfsEpoch over) {
    Held held = held(folder);
    synchronized (held) {
      if (over.equals(held.epoch)) {
        held.epoch = null;
      }
    }
  }

  @Override
  public <T> T decide(BucketName bucket, ObjectKey key, Function<HdfsEpoch, T> decision) {
    HdfsBuckets.Known seen = buckets.seen(bucket);
    return decide(
        bucket, paths.slot(KeySlot.of(bucket, key)), decision, () -> isAsSeen(bucket, seen));
  }

  @Override
  public <T> T decideByLook(BucketName bucket, ObjectKey key, Function<HdfsEpoch, T> decision) {
    return decide(bucket, key, afterLook(decision));
  }

  private static <T> Function<HdfsEpoch, T> afterLook(Function<HdfsEpoch, T> decision) {
    return epoch -> {
      epoch.requireLasting();
      return decision.apply(epoch);
    };
  }

  /** Whether what the caller knew of the bucket, when it came to its decision, still holds. */
  private boolean isAsSeen(BucketName bucket, HdfsBuckets.@Nullable Known seen) {
    if (seen == null) {
      return true;
    }
    HdfsBuckets.Known now = buckets.read(bucket);
    return now != null
        && now.record().state().equals(seen.record().state())
        && now.record().created().equals(seen.record().created());
  }

  /** Changes of buckets are rare: a look first is cheaper than to find out in the middle. */
  @Override
  public <T> T decide(BucketName bucket, Function<HdfsEpoch, T> decision) {
    return decide(bucket, paths.bucketSlot(bucket), afterLook(decision), () -> true);
  }

  /**
   * Makes a decision in the slot of a folder.
   *
   * @param repeatable whether it may be made anew by the same caller
   */
  private <T> T decide(
      BucketName bucket,
      String folder,
      Function<HdfsEpoch, T> decision,
      BooleanSupplier repeatable) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      HdfsEpoch epoch = epoch(bucket, folder);
      try {
        return decision.apply(epoch);
      } catch (HdfsEpoch.Over e) {
        forget(folder, epoch);
      } catch (ExpectationNotMet e) {
        if (!epoch.isOver()) {
          throw e;
        }
        forget(folder, epoch);
      } catch (StorageException e) {
        if (e.reason() == FailureReason.UNAVAILABLE && epoch.isOver()) {
          forget(folder, epoch);
        }
        throw e;
      }
      if (!repeatable.getAsBoolean()) {
        throw new StorageException(
            FailureReason.UNAVAILABLE,
            "bucket " + bucket + ": its settings were changed meanwhile (expected: a retry)");
      }
      HdfsPause.before(attempt + 1, MAX_PAUSE_MILLIS);
    }
    throw contended(folder);
  }

  private static StorageException contended(String folder) {
    return new StorageException(
        FailureReason.UNAVAILABLE,
        "hdfs: %s: taken over by other agents at each of %d attempts (expected: a retry)"
            .formatted(folder, MAX_ATTEMPTS));
  }

  // ---- Taking over ----

  @Override
  public int owned() {
    return (int) slots.values().stream().filter(held -> held.epoch != null).count();
  }

  @Override
  public void take(KeySlot slot) {
    retake(slot.bucket(), paths.slot(slot));
  }

  private void retake(BucketName bucket, String folder) {
    Held held = held(folder);
    synchronized (held) {
      held.epoch = null;
      held.epoch = take(bucket, folder);
    }
  }

  @Override
  public void takeAll(BucketName bucket) {
    for (String name : keySlots(bucket)) {
      retake(bucket, paths.slots(bucket) + "/" + name);
    }
  }

  private List<String> keySlots(BucketName bucket) {
    return HdfsDirectory.names(client, paths.slots(bucket)).stream()
        .filter(name -> number(name) >= 0)
        .toList();
  }

  @Override
  public void end(BucketName bucket, HdfsEpoch epoch) {
    for (String name : keySlots(bucket)) {
      remains.take(List.of(paths.slots(bucket) + "/" + name), epoch);
    }
  }

  private HdfsEpoch take(BucketName bucket, String folder) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      long next = numbers(folder).stream().mapToLong(Long::longValue).max().orElse(0) + 1;
      HdfsEpoch epoch = win(bucket, folder, next);
      if (epoch != null && begin(folder, next, epoch)) {
        return epoch;
      }
    }
    throw contended(folder);
  }

  /** Makes the folder of a number; null where another agent did. */
  private @Nullable HdfsEpoch win(BucketName bucket, String folder, long number) {
    String id = UUID.randomUUID().toString();
    String prepared = staging.nextPath(EPOCH);
    if (!client.makeDirectory(prepared) || !client.makeDirectory(prepared + "/" + id)) {
      throw staging.lost(prepared);
    }
    String target = folder + "/" + number;
    HdfsClient.Renamed renamed = client.rename(prepared, target);
    if (renamed == HdfsClient.Renamed.MISSING) {
      makeFolder(bucket, folder);
      renamed = client.rename(prepared, target);
    }
    return switch (renamed) {
      case DONE -> new HdfsEpoch(client, target + "/" + id, id);
      case OCCUPIED, DIRECTORY -> {
        client.remove(prepared);
        yield null;
      }
      case MISSING, BELOW_FILE -> throw staging.lost(prepared);
    };
  }

  /** The folder of a slot of keys, where their bucket is there; that of a bucket, always. */
  private void makeFolder(BucketName bucket, String folder) {
    if (!folder.equals(paths.bucketSlot(bucket)) && client.status(paths.bucket(bucket)) == null) {
      buckets.forget(bucket);
      throw StorageException.noSuchBucket(bucket);
    }
    if (!client.makeDirectories(folder)) {
      throw new StorageException(
          FailureReason.STORAGE_FAULT, "hdfs: " + folder + ": a file is in the way");
    }
  }

  /** Fences the earlier epochs and settles them; false where a later one came first. */
  private boolean begin(String folder, long number, HdfsEpoch epoch) {
    List<String> earlier = new ArrayList<>();
    for (long other : numbers(folder)) {
      if (other > number) {
        client.remove(HdfsPaths.parent(epoch.path()));
        return false;
      }
      if (other < number) {
        earlier.add(folder + "/" + other);
      }
    }
    remains.take(earlier, epoch);
    return true;
  }

  private List<Long> numbers(String folder) {
    return HdfsDirectory.names(client, folder).stream()
        .map(HdfsSharedSlots::number)
        .filter(number -> number >= 0)
        .toList();
  }

  /** The number that a name is; -1 where it is none. */
  private static long number(String name) {
    boolean digits = !name.isEmpty() && name.length() < 19;
    return digits && name.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(name) : -1;
  }
}
