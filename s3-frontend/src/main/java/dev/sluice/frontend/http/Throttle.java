package dev.sluice.frontend.http;

/** The pace that the bytes of one request keep to, both ways. For one thread at a time. */
interface Throttle {
  /** None at all. */
  Throttle NONE =
      new Throttle() {
        @Override
        public void moved(long count) {}

        @Override
        public void await() {}
      };

  /** Counts bytes that came or went. */
  void moved(long count);

  /** Waits until the next bytes may come or go. */
  void await() throws InterruptedException;
}
