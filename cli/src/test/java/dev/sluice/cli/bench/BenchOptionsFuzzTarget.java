package dev.sluice.cli.bench;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.fuzzing.FuzzTarget;
import java.util.Map;
import picocli.CommandLine;

/**
 * {@link BenchOptions} and {@link Endpoint} read a command line, one argument a line, or call it a
 * mistake in its use; what they have read is within its limits.
 */
final class BenchOptionsFuzzTarget implements FuzzTarget {
  @Override
  public void attack(byte[] input) {
    try {
      BenchOptions options =
          BenchOptionsTest.read(Map.of(), FuzzTarget.text(input).split("\n", -1));
      require(
          options.clients() >= 1 && options.clients() <= BenchOptions.MOST_CLIENTS,
          "clients",
          options);
      require(options.duration().compareTo(BenchOptions.LONGEST) <= 0, "a length", options);
      require(options.size() <= BenchOptions.LARGEST_OBJECT, "a size", options);
      for (BenchOptions.Target target : options.targets()) {
        Endpoint again = Endpoint.parse("", target.endpoint().toString());
        require(again.equals(target.endpoint()), "the same endpoint", target, again);
      }
    } catch (ToolFailure e) {
      require(e.exitCode() == ExitCode.USAGE, "a mistake in the use", e);
    } catch (CommandLine.ParameterException e) {
      // Picocli's own answer to what are no options of the command.
    }
  }
}
