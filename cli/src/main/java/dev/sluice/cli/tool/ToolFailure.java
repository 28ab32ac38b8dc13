package dev.sluice.cli.tool;

/** A tool cannot do what it was asked to; the message is the sentence that its user reads. */
final class ToolFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  ToolFailure(ExitCode exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  static ToolFailure usage(String sentence) {
    return new ToolFailure(ExitCode.USAGE, sentence);
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
