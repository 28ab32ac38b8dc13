package dev.sluice.cli.bench;

/** The exit code of a benchmark; the numbers mean what they mean for the other tools. */
enum ExitCode {
  /** Every request was answered as it should be. */
  DONE(0),
  /** At least one request failed, or a conditional race was lost by the server. */
  FAILED(1),
  /** The command line is wrong. */
  USAGE(2),
  /** No server answers, or what answers does not speak HTTP. */
  UNREACHABLE(3),
  /** A file here cannot be written. */
  LOCAL(5);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
