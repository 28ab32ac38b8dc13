package dev.sluice.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/**
 * One run of the command inside the test's process.
 *
 * @param exitCode what the process would exit with
 */
record CommandRun(int exitCode, String out, String err) {

  static CommandRun of(String... arguments) {
    return of(Map.of(), arguments);
  }

  static CommandRun of(Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new SluiceCommand(environment, new PrintWriter(out, true), new PrintWriter(err, true))
            .run(arguments);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }
}
