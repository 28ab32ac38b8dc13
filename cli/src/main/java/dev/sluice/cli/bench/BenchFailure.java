package dev.sluice.cli.bench;

/** A benchmark cannot be run; the message is the sentence that its user reads. */
final class BenchFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  BenchFailure(ExitCode exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  static BenchFailure usage(String sentence) {
    return new BenchFailure(ExitCode.USAGE, sentence);
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
