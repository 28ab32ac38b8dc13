package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.tree.Bucket;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.KeySlot;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one agent of several. A slot is a folder, and each of its epochs a numbered folder
 * in that, with one inside that has a name of its own, as numbers may begin again. An agent takes a
 * slot when it has something to decide there:
 *
 * <ol>
 *   <li>It makes the folder of the next number by a mkdir that only one agent can win. Where a
 *       higher number is there by then, a later epoch came first, and this one never begins.
 *   <li>It empties and removes the folders of all lower numbers: {@link Remains}.
 *   <li>Only then it decides.
 * </ol>
 *
 * <p>The highest number only grows, and a folder is removed by an owner of a higher one alone. So
 * an epoch whose folder is still there was the only one that decided since it began.
 */
final class SharedSlots {
  private static final int MAX_ATTEMPTS = 32;

  /** Longest wait before a slot is taken back from an agent that has just taken it. */
  private static final long MAX_PAUSE_MILLIS = 500;

  /** Attempts that are made without a wait. */
  private static final int AT_ONCE = 2;

  /** Slots held in memory; beyond them all are let go of, and taken anew when they are used. */
  private static final int MOST_HELD = 10_000;

  /** Longer names are no numbers. */
  private static final int MOST_DIGITS = 18;

  private static final int MODE = 0700;
  private static final String OF_BUCKET = "bucket";

  private final Posix posix;
  private final Descriptor folders;
  private final Remains remains;
  private final BucketStates states;
  private final Map<String, Held> slots = new ConcurrentHashMap<>();

  /** A slot as this agent has it. */
  private static final class Held {
    /** Held while a decision is made in the slot, or it is taken over. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile @Nullable SlotEpoch epoch;
  }

  /** A decision in an epoch. */
  @FunctionalInterface
  interface Decision<T> {
    /**
     * Makes it. It ends with a rename out of the epoch's folder or into it, or looks that the
     * folder is still there.
     *
     * @throws SlotEpoch.Over where it changed nothing, as the epoch is over
     */
    T make(SlotEpoch.Tenure tenure) throws ErrnoException;
  }

  /** What is known of buckets. */
  interface BucketStates {
    /** Fails where there is no such bucket. */
    Bucket require(BucketName bucket) throws ErrnoException;

    /** The state of a bucket as requests were let in by; null where that is not known. */
    @Nullable Object seen(BucketName bucket);

    /** Whether a bucket is in that state now. */
    boolean isStill(BucketName bucket, @Nullable Object seen) throws ErrnoException;
  }

  /**
   * The slots of a store.
   *
   * @param folders where their folders lie
   */
  SharedSlots(Posix posix, Descriptor folders, Remains remains, BucketStates states) {
    this.posix = posix;
    this.folders = folders;
    this.remains = remains;
    this.states = states;
  }

  // ---- Deciding ----

  /** Makes a decision about a key, anew where it was taken over meanwhile and changed nothing. */
  <T> T decide(BucketName bucket, ObjectKey key, Decision<T> decision) throws ErrnoException {
    return decide(bucket, Integer.toString(KeySlot.of(bucket, key).number()), decision);
  }

  /** Makes a decision about a bucket itself, its being there and its record, likewise. */
  <T> T decide(BucketName bucket, Decision<T> decision) throws ErrnoException {
    return decide(bucket, OF_BUCKET, decision);
  }

  private <T> T decide(BucketName bucket, String slot, Decision<T> decision) throws ErrnoException {
    String folder = bucket + "/" + slot;
    Object seen = states.seen(bucket);
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      pause(attempt);
      Held held = held(folder);
      held.lock.lock();
      try {
        boolean taken = held.epoch == null;
        SlotEpoch epoch = epoch(held, bucket, slot);
        if (taken && !slot.equals(OF_BUCKET) && !states.isStill(bucket, seen)) {
          throw new StorageException(
              FailureReason.UNAVAILABLE,
              "bucket " + bucket + ": its settings were changed meanwhile (expected: a retry)");
        }
        return decide(held, epoch, decision);
      } catch (SlotEpoch.Over e) {
        held.epoch = null;
      } finally {
        held.lock.unlock();
      }
    }
    throw contended(folder);
  }

  private static <T> T decide(Held held, SlotEpoch epoch, Decision<T> decision)
      throws ErrnoException {
    try (SlotEpoch.Tenure tenure = epoch.begin()) {
      return decision.make(tenure);
    } catch (ExpectationNotMet e) {
      epoch.requireLasting();
      throw e;
    } catch (ErrnoException | StorageException e) {
      if (epoch.isOver()) {
        held.epoch = null;
        StorageException taken = epoch.taken();
        taken.addSuppressed(e);
        throw taken;
      }
      throw e;
    }
  }

  private Held held(String folder) {
    if (slots.size() > MOST_HELD) {
      slots.clear();
    }
    return slots.computeIfAbsent(folder, _ -> new Held());
  }

  private SlotEpoch epoch(Held held, BucketName bucket, String slot) throws ErrnoException {
    SlotEpoch epoch = held.epoch;
    if (epoch == null) {
      epoch = take(bucket, slot);
      held.epoch = epoch;
    }
    return epoch;
  }

  private static void pause(int attempt) {
    if (attempt >= AT_ONCE) {
      long bound = Math.min(MAX_PAUSE_MILLIS, 1L << Math.min(attempt, Integer.SIZE)) + 1;
      LockSupport.parkNanos(
          TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(bound)));
    }
  }

  private static StorageException contended(String folder) {
    return new StorageException(
        FailureReason.UNAVAILABLE,
        "slot %s: taken over by other agents at each of %d attempts (expected: a retry)"
            .formatted(folder, MAX_ATTEMPTS));
  }

  // ---- Taking over ----

  /** The number of slots that this agent has, as far as it knows. */
  int owned() {
    return (int) slots.values().stream().filter(held -> held.epoch != null).count();
  }

  /** Takes over all slots of a bucket's keys: what is under way in them is fenced. */
  void takeAll(BucketName bucket) throws ErrnoException {
    for (String slot : keySlots(bucket)) {
      Held held = held(bucket + "/" + slot);
      held.lock.lock();
      try {
        held.epoch = null;
        held.epoch = take(bucket, slot);
      } finally {
        held.lock.unlock();
      }
    }
  }

  /**
   * Ends all epochs of a bucket's keys; the bucket is not there.
   *
   * @param by of the bucket itself
   */
  void endAll(BucketName bucket, SlotEpoch.Tenure by) throws ErrnoException {
    for (String slot : keySlots(bucket)) {
      try (Descriptor folder = posix.openDirectory(folders, Names.of(bucket + "/" + slot))) {
        for (long number : numbers(folder)) {
          remains.end(folder, Long.toString(number), by);
        }
      }
    }
  }

  private List<String> keySlots(BucketName bucket) throws ErrnoException {
    return Tree.names(posix, folders, Names.of(bucket.value())).stream()
        .map(Names::show)
        .filter(name -> number(name) >= 0)
        .toList();
  }

  private SlotEpoch take(BucketName bucket, String slot) throws ErrnoException {
    if (!slot.equals(OF_BUCKET)) {
      var _ = states.require(bucket);
    }
    try (Descriptor ofBucket =
            Tree.openOrMakeDirectory(posix, folders, Names.of(bucket.value()), MODE);
        Descriptor folder = Tree.openOrMakeDirectory(posix, ofBucket, Names.of(slot), MODE)) {
      for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        pause(attempt);
        long next = numbers(folder).stream().mapToLong(Long::longValue).max().orElse(0) + 1;
        SlotEpoch epoch = win(folder, bucket + "/" + slot, next);
        if (epoch != null && begin(folder, next, epoch)) {
          return epoch;
        }
      }
    }
    throw contended(bucket + "/" + slot);
  }

  /** Makes the folder of a number; null where another agent did, or took it over at once. */
  private @Nullable SlotEpoch win(Descriptor folder, String path, long number)
      throws ErrnoException {
    byte[] name = Names.of(Long.toString(number));
    String id = UUID.randomUUID().toString();
    try {
      posix.makeDirectory(folder, name, MODE);
      try (Descriptor numbered = posix.openDirectory(folder, name)) {
        posix.makeDirectory(numbered, Names.of(id), MODE);
      }
      return new SlotEpoch(posix, folders, path + "/" + number + "/" + id, id);
    } catch (ErrnoException e) {
      return switch (e.errno()) {
        case EEXIST, ENOENT -> null;
        default -> throw e;
      };
    }
  }

  /** Ends the earlier epochs; false where a later one came first, or comes meanwhile. */
  private boolean begin(Descriptor folder, long number, SlotEpoch epoch) throws ErrnoException {
    try (SlotEpoch.Tenure tenure = epoch.begin()) {
      List<Long> numbers = numbers(folder);
      if (numbers.stream().anyMatch(other -> other > number)) {
        remains.end(folder, Long.toString(number), tenure);
        return false;
      }
      for (long other : numbers) {
        if (other < number) {
          remains.end(folder, Long.toString(other), tenure);
        }
      }
      return true;
    } catch (SlotEpoch.Over e) {
      return false;
    }
  }

  private List<Long> numbers(Descriptor folder) throws ErrnoException {
    return Tree.names(posix, folder).stream()
        .map(name -> number(Names.show(name)))
        .filter(number -> number >= 0)
        .toList();
  }

  /** The number that a name is, as it was given here; -1 where it is none. */
  private static long number(String name) {
    if (name.isEmpty() || name.length() > MOST_DIGITS) {
      return -1;
    }
    long number = 0;
    for (int at = 0; at < name.length(); at++) {
      int digit = name.charAt(at) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }
}
