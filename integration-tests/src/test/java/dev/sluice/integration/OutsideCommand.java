package dev.sluice.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.opentest4j.AssertionFailedError;

/** Runs a command of somebody else's to its end, within bounded time. */
public final class OutsideCommand {

  private static final Duration LIMIT = Duration.ofSeconds(150);

  private final List<String> words = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();
  private Path folder = TestProject.directory();

  private OutsideCommand() {}

  /** What a command answered. */
  public record Answer(int exitCode, String out, String err) {

    /** The answer of a command that went well. */
    public Answer good() {
      if (exitCode != 0) {
        throw new AssertionFailedError("exit code " + exitCode + "\n" + out + err);
      }
      return this;
    }
  }

  public static OutsideCommand of(Object... words) {
    return new OutsideCommand().with(words);
  }

  /** Sends a process a signal, such as {@code STOP}. */
  public static void signal(String name, long pid) {
    of("kill", "-" + name, pid).run().good();
  }

  public OutsideCommand with(Object... more) {
    for (Object word : more) {
      words.add(word.toString());
    }
    return this;
  }

  public OutsideCommand environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  OutsideCommand in(Path where) {
    folder = where;
    return this;
  }

  /** Runs it; whether it went well is the caller's to say. */
  public Answer run() {
    try {
      Path out = Files.createTempFile("command", ".out");
      Path err = Files.createTempFile("command", ".err");
      try {
        return new Answer(end(start(out, err)), read(out), read(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process start(Path out, Path err) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.directory(folder.toFile());
    SluiceProcess.ownEnvironment(builder.environment());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(out.toFile());
    builder.redirectError(err.toFile());
    return builder.start();
  }

  private int end(Process process) {
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionFailedError("did not end within " + LIMIT + ": " + words);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionFailedError("interrupted: " + words, e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
