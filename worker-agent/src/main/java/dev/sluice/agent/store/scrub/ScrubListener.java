package dev.sluice.agent.store.scrub;

/** The audience of a scrub. Is called by the thread that scrubs. */
public interface ScrubListener {
  /** Nobody. */
  ScrubListener NOBODY =
      new ScrubListener() {
        @Override
        public void found(DamagedObject damaged) {
          // is in the log
        }

        @Override
        public void progress(ScrubCounts counts) {
          // is in the metrics
        }
      };

  /** An object was found damaged. */
  void found(DamagedObject damaged);

  /** Some more was read. */
  void progress(ScrubCounts counts);
}
