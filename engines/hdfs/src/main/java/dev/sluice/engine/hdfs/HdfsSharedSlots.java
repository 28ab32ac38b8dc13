package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.KeySlot;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
  /** Most slots that are remembered, those of a thousand buckets: some 30 MB. */
  static final int MAX_KNOWN = 65_536;

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

  /**
   * Those that this agent had to decide about last, by their folders. One that is forgotten is
   * taken anew when it is needed, as from another agent, also where something is under way in it.
   */
  private final Map<String, Held> slots;

  /** A slot as this agent has it; its lock is held while it is taken over. */
  private static final class Held {
    private volatile @Nullable Owning owning;
  }

  /**
   * An epoch of this agent.
   *
   * @param settings state of those of the bucket, looked at after the epoch had begun: whoever
   *     replaces them ends it before that is answered
   */
  private record Owning(HdfsEpoch epoch, StateToken settings) {
    boolean isBy(@Nullable StateToken wanted) {
      return wanted == null || wanted.equals(settings);
    }
  }

  /**
   * Slots.
   *
   * @param mostKnown most of them that are remembered
   */
  HdfsSharedSlots(
      HdfsClient client,
      HdfsPaths paths,
      HdfsStaging staging,
      HdfsRemains remains,
      HdfsBuckets buckets,
      int mostKnown) {
    this.client = client;
    this.paths = paths;
    this.staging = staging;
    this.remains = remains;
    this.buckets = buckets;
    this.slots = Collections.synchronizedMap(new Recent(mostKnown));
  }

  /** The slots that were used last. */
  private static final class Recent extends LinkedHashMap<String, Held> {
    private static final long serialVersionUID = 1;

    private final int most;

    Recent(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Held> eldest) {
      return size() > most;
    }
  }

  // ---- Deciding ----

  @Override
  public HdfsEpoch of(BucketName bucket, ObjectKey key) {
    return owning(bucket, paths.slot(KeySlot.of(bucket, key))).epoch();
  }

  private Owning owning(BucketName bucket, String folder) {
    Held held = held(folder);
    Owning owning = held.owning;
    if (owning != null) {
      return owning;
    }
    synchronized (held) {
      owning = held.owning;
      if (owning == null) {
        owning = take(bucket, folder);
        held.owning = owning;
      }
      return owning;
    }
  }

  private Held held(String folder) {
    return slots.computeIfAbsent(folder, _ -> new Held());
  }

  private void forget(String folder, HdfsEpoch over) {
    Held held = held(folder);
    synchronized (held) {
      Owning owning = held.owning;
      if (owning != null && owning.epoch().equals(over)) {
        held.owning = null;
      }
    }
  }

  @Override
  public <T> T decide(
      BucketName bucket,
      ObjectKey key,
      @Nullable StateToken settings,
      Function<HdfsEpoch, T> decision) {
    return decide(bucket, paths.slot(KeySlot.of(bucket, key)), settings, decision);
  }

  @Override
  public <T> T decideByLook(
      BucketName bucket,
      ObjectKey key,
      @Nullable StateToken settings,
      Function<HdfsEpoch, T> decision) {
    return decide(bucket, key, settings, afterLook(decision));
  }

  private static <T> Function<HdfsEpoch, T> afterLook(Function<HdfsEpoch, T> decision) {
    return epoch -> {
      epoch.requireLasting();
      return decision.apply(epoch);
    };
  }

  /** Changes of buckets are rare: a look first is cheaper than to find out in the middle. */
  @Override
  public <T> T decide(BucketName bucket, Function<HdfsEpoch, T> decision) {
    return decide(bucket, paths.bucketSlot(bucket), null, afterLook(decision));
  }

  /** Makes a decision in the slot of a folder. */
  private <T> T decide(
      BucketName bucket,
      String folder,
      @Nullable StateToken settings,
      Function<HdfsEpoch, T> decision) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Owning owning = owning(bucket, folder);
      HdfsEpoch epoch = owning.epoch();
      if (settings != null && !owning.isBy(settings)) {
        requireCurrent(bucket, settings);
        forget(folder, epoch); // it began by those before, and is about to be taken over
        continue;
      }
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
      HdfsPause.before(attempt + 1, MAX_PAUSE_MILLIS);
    }
    throw contended(folder);
  }

  /** Fails where a decision hangs on settings that are not those of the bucket any more. */
  private void requireCurrent(BucketName bucket, StateToken settings) {
    BucketRecord now = buckets.current(bucket);
    if (now == null) {
      throw StorageException.noSuchBucket(bucket);
    }
    if (!now.state().equals(settings)) {
      throw new ExpectationNotMet(new Expectation.Exactly(settings));
    }
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
    synchronized (slots) {
      return (int) slots.values().stream().filter(held -> held.owning != null).count();
    }
  }

  @Override
  public void take(KeySlot slot) {
    retake(slot.bucket(), paths.slot(slot));
  }

  private void retake(BucketName bucket, String folder) {
    Held held = held(folder);
    synchronized (held) {
      held.owning = null;
      held.owning = take(bucket, folder);
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

  private Owning take(BucketName bucket, String folder) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      long next = numbers(folder).stream().mapToLong(Long::longValue).max().orElse(0) + 1;
      HdfsEpoch epoch = win(bucket, folder, next);
      if (epoch != null && begin(folder, next, epoch)) {
        return new Owning(epoch, settings(bucket, folder));
      }
    }
    throw contended(folder);
  }

  /** The state of a bucket's settings; decisions about the bucket itself compare them. */
  private StateToken settings(BucketName bucket, String folder) {
    BucketRecord now = folder.equals(paths.bucketSlot(bucket)) ? null : buckets.current(bucket);
    return now == null ? BucketRecord.NO_BUCKET : now.state();
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
