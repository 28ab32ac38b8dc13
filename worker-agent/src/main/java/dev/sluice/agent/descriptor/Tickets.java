package dev.sluice.agent.descriptor;

import dev.sluice.common.metrics.Metric;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The open files that wait to be taken, each by a random ticket, once and for a short time. Without
 * a socket to take them by none is accepted. Safe for use by many threads.
 */
public final class Tickets {
  /** Length of a ticket. */
  public static final int BYTES = 16;

  /** The time in which a file has to be taken; then it is closed. */
  static final Duration LIFE = Duration.ofSeconds(10);

  /** Files that may wait at the same time. */
  static final int MOST = 128;

  private final SecureRandom random = new SecureRandom();
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();

  /** The eldest first: all live equally long. */
  private final Map<ByteBuffer, Waiting> waiting = new LinkedHashMap<>();

  private final LongAdder passed = new LongAdder();
  private final LongAdder expired = new LongAdder();
  private final long least;
  private boolean open;

  private record Waiting(PassedFile file, long until) {}

  /**
   * Tickets, none so far.
   *
   * @param least bytes of a body from which on its file may be passed; 0: never
   */
  public Tickets(long least, LongSupplier nanoTime) {
    this.least = least;
    this.nanoTime = nanoTime;
  }

  /** Whether the file of a body of this length is to be passed, where it can be. */
  public boolean areFor(long length) {
    return least > 0 && length >= least;
  }

  /** Whether any file is to be passed. */
  public boolean areWanted() {
    return least > 0;
  }

  /**
   * Takes a file into keeping.
   *
   * @return the ticket; null where too many wait already or nothing leads to them: the file stays
   *     the caller's
   */
  public byte @Nullable [] issue(PassedFile file) {
    byte[] ticket = new byte[BYTES];
    random.nextBytes(ticket);
    expire();
    lock.lock();
    try {
      if (!open || waiting.size() >= MOST) {
        return null;
      }
      waiting.put(
          ByteBuffer.wrap(ticket.clone()),
          new Waiting(file, nanoTime.getAsLong() + LIFE.toNanos()));
      return ticket;
    } finally {
      lock.unlock();
    }
  }

  /** The file of a ticket, now the caller's; null where the ticket is not, or no longer, one. */
  @Nullable PassedFile take(byte[] ticket) {
    expire();
    lock.lock();
    try {
      Waiting found = waiting.remove(ByteBuffer.wrap(ticket));
      if (found == null) {
        return null;
      }
      passed.increment();
      return found.file;
    } finally {
      lock.unlock();
    }
  }

  /** Lets files wait from now on. */
  void open() {
    lock.lock();
    try {
      open = true;
    } finally {
      lock.unlock();
    }
  }

  /** Closes every file that waits, and takes no more. */
  void close() {
    List<Waiting> left;
    lock.lock();
    try {
      open = false;
      left = List.copyOf(waiting.values());
      waiting.clear();
    } finally {
      lock.unlock();
    }
    left.forEach(gone -> gone.file.close());
  }

  /** Closes the files that nobody took in time. */
  void expire() {
    List<Waiting> late = new ArrayList<>();
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      Iterator<Waiting> eldest = waiting.values().iterator();
      while (eldest.hasNext()) {
        Waiting next = eldest.next();
        if (next.until - now > 0) {
          break;
        }
        eldest.remove();
        late.add(next);
      }
    } finally {
      lock.unlock();
    }
    expired.add(late.size());
    late.forEach(gone -> gone.file.close());
  }

  /** What is measured of them. */
  public List<Metric> measures() {
    return List.of(
        Metric.counter(
            "sluice_agent_descriptors_passed_total",
            "Open files that frontends on this machine took, to send their bytes themselves.",
            passed::sum),
        Metric.counter(
            "sluice_agent_descriptors_expired_total",
            "Open files that were granted to frontends and not taken in time.",
            expired::sum));
  }
}
