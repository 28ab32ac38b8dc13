package dev.sluice.cli.tool.terminal;

/** The exit code of a tool; scripts may rely on the numbers. */
public enum ExitCode {
  /** All was done. */
  DONE(0),
  /** The agent has no such thing, or refused. */
  REFUSED(1),
  /** A request of a benchmark failed, or the server lost a conditional race. */
  FAILED(1),
  /** Something is in the data folder that should not be there. */
  FINDINGS(1),
  /** The command line is wrong. */
  USAGE(2),
  /** No agent answers, it went away, or it was silent for too long; trying again may help. */
  UNREACHABLE(3),
  /**
   * The bytes that arrived, or that lie in the storage, are not the ones that were sent or stored.
   */
  CORRUPTED(4),
  /** A file here cannot be read or written. */
  LOCAL(5),
  /** The reader of the output has gone; the shell's code for a program that SIGPIPE ended. */
  PIPE_CLOSED(141);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
