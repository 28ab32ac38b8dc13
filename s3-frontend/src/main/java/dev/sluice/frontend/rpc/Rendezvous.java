package dev.sluice.frontend.rpc;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.KeySlot;
import dev.sluice.common.model.ObjectKey;

/**
 * Rendezvous hashing: the rank of each agent for a name, the same for every frontend of every
 * version. Of the names of one agent more, or less, only its own ones move.
 */
final class Rendezvous {
  /** The golden ratio of 64 bits, which keeps apart what is added to it again and again. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Rendezvous() {}

  /** The rank of an agent for a name; the agent of the highest one is the first choice. */
  static long rank(long name, long agent) {
    return mixed(name ^ agent);
  }

  /** An agent, by its id. */
  static long agent(String id) {
    long hash = 0;
    for (int i = 0; i < id.length(); i++) {
      hash = mixed(hash + GOLDEN ^ id.charAt(i));
    }
    return hash;
  }

  /** The name of a bucket. */
  static long name(BucketName bucket) {
    return (long) bucket.value().hashCode() << Integer.SIZE;
  }

  /** The name of a key, for what reads it. */
  static long name(BucketName bucket, ObjectKey key) {
    return name(bucket) ^ Integer.toUnsignedLong(key.value().hashCode());
  }

  /** The name of a slot, for what changes a key in it. */
  static long name(KeySlot slot) {
    return name(slot.bucket()) ^ slot.number();
  }

  /** The finalizer of SplittableRandom: each bit of the result depends on each bit given. */
  private static long mixed(long bits) {
    long half = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    long most = (half ^ (half >>> 27)) * 0x94D049BB133111EBL;
    return most ^ (most >>> 31);
  }
}
