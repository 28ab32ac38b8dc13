package dev.sluice.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The {@code sluice} command. Exits with 0, with 2 for a command line that means nothing, and with
 * 1 for all else.
 */
@Command(
    name = "sluice",
    description = "The S3 front door for the storage you already run.",
    mixinStandardHelpOptions = true,
    subcommands = VersionCommand.class)
public final class SluiceCommand {

  private SluiceCommand() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SluiceCommand()).execute(arguments));
  }
}
