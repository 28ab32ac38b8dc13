package dev.sluice.cli;

import dev.sluice.cli.tool.terminal.Streams;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
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
    return of(environment, InputStream.nullInputStream(), arguments);
  }

  static CommandRun of(Map<String, String> environment, InputStream in, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    Streams streams = new Streams(in, out, new PrintWriter(err, true), false, false, false);
    int exitCode = new SluiceCommand(environment, streams).run(arguments);
    return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString());
  }
}
