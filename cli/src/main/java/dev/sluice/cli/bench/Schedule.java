package dev.sluice.cli.bench;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The requests of a run, as tickets that its clients draw: in a closed loop each may be sent at
 * once, at a fixed rate each has its time. Ends with the last ticket, at the deadline, or when it
 * is stopped.
 */
final class Schedule {
  /** Drawn where there is no ticket left. */
  static final long NONE = -1;

  private static final double SECOND = 1e9;

  private final long start;
  private final long deadline;
  private final long tickets;
  private final double perSecond;
  private final AtomicLong next = new AtomicLong();
  private volatile boolean stopped;

  /**
   * A schedule.
   *
   * @param start in the time of {@link System#nanoTime}
   * @param nanos until the deadline
   * @param tickets the most that are drawn
   * @param perSecond the fixed rate; 0 for a closed loop
   */
  Schedule(long start, long nanos, long tickets, double perSecond) {
    this.start = start;
    this.deadline = start + nanos;
    this.perSecond = perSecond;
    this.tickets = perSecond > 0 ? Math.min(tickets, dueWithin(nanos)) : tickets;
  }

  private long dueWithin(long nanos) {
    return (long) Math.ceil(nanos / SECOND * perSecond);
  }

  /** The next ticket, or {@link #NONE}. */
  long draw(long now) {
    if (stopped || now - deadline >= 0) {
      return NONE;
    }
    long ticket = next.getAndIncrement();
    return ticket < tickets ? ticket : NONE;
  }

  /** When the request of a ticket is to be sent: in a closed loop now. */
  long due(long ticket, long now) {
    return perSecond > 0 ? start + (long) (ticket / perSecond * SECOND) : now;
  }

  boolean isFixedRate() {
    return perSecond > 0;
  }

  /** How many tickets were drawn. */
  long drawn() {
    return Math.min(next.get(), tickets);
  }

  /** How many tickets were due before a time; in a closed loop none is due by itself. */
  long dueBefore(long now) {
    return perSecond > 0 ? Math.min(tickets, dueWithin(Math.min(now, deadline) - start)) : 0;
  }

  /** Lets no client draw any more. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }
}
