package dev.sluice.common.metrics;

import java.time.Duration;

/** A running tier, as the process around it sees it. */
public interface TierServer extends AutoCloseable {

  /** Whether it can serve requests at this moment; answers at once. */
  Readiness readiness();

  /**
   * Takes no more requests and waits for those under way.
   *
   * @param limit how long to wait; what is still under way then is left to {@link #close}
   */
  void drain(Duration limit);

  /**
   * Ends what is still under way and gives back everything it holds. A second call does nothing.
   */
  @Override
  void close();
}
