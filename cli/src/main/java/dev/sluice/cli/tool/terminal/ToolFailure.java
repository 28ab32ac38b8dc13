package dev.sluice.cli.tool.terminal;

/** A tool cannot do what it was asked to; the message is the sentence that its user reads. */
public final class ToolFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public ToolFailure(ExitCode exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  public static ToolFailure usage(String sentence) {
    return new ToolFailure(ExitCode.USAGE, sentence);
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}
