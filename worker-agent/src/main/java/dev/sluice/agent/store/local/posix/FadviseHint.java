package dev.sluice.agent.store.local.posix;

/** How a file will be read; the numbers are posix_fadvise's. */
enum FadviseHint {
  RANDOM(1),
  SEQUENTIAL(2),
  WILL_NEED(3),
  DO_NOT_NEED(4);

  private final int number;

  FadviseHint(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
