package dev.sluice.agent.store.scrub;

/** The place where the state of the scrub outlives the process. */
public interface ScrubStateStore {
  /** A place for those that have none: nothing is kept. */
  ScrubStateStore NOWHERE =
      new ScrubStateStore() {
        @Override
        public ScrubState load() {
          return ScrubState.NONE;
        }

        @Override
        public void keep(ScrubState state) {
          // a start begins anew
        }
      };

  /** State that was kept last; {@link ScrubState#NONE} where none was, or it was damaged. */
  ScrubState load();

  /** Keeps it, durably and whole. What cannot be kept now is logged: it costs a repetition. */
  void keep(ScrubState state);
}
