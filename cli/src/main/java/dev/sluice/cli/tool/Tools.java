package dev.sluice.cli.tool;

import dev.sluice.cli.tool.bucket.BucketQuota;
import dev.sluice.cli.tool.bucket.BucketUsed;
import dev.sluice.cli.tool.bucket.Mb;
import dev.sluice.cli.tool.bucket.Rb;
import dev.sluice.cli.tool.bucket.Settings;
import dev.sluice.cli.tool.object.Cat;
import dev.sluice.cli.tool.object.Cp;
import dev.sluice.cli.tool.object.Du;
import dev.sluice.cli.tool.object.Get;
import dev.sluice.cli.tool.object.Ls;
import dev.sluice.cli.tool.object.Put;
import dev.sluice.cli.tool.object.Rm;
import dev.sluice.cli.tool.object.Scrub;
import dev.sluice.cli.tool.object.Stat;
import dev.sluice.cli.tool.object.Sync;
import dev.sluice.cli.tool.session.Arguments;
import dev.sluice.cli.tool.session.Session;
import dev.sluice.cli.tool.session.Tool;
import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.Output;
import dev.sluice.cli.tool.terminal.Streams;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.config.StartupException;
import dev.sluice.common.model.StorageException;
import dev.sluice.frontend.AgentAddress;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * The commands that speak gRPC to an agent, and {@code fsck}: runs one, and says in one sentence
 * why it failed.
 */
public final class Tools {
  /** Adds a command to the tree. */
  @FunctionalInterface
  public interface Registry {
    /**
     * Adds one; {@code action} gets what was parsed.
     *
     * @param name of one word, or of two: a group and a command in it
     */
    CommandSpec add(String name, String about, List<String> examples, Action action);
  }

  /** Runs one command. */
  @FunctionalInterface
  public interface Action {
    /** Runs; the exit code. */
    int run(ParseResult parsed);
  }

  private static final long DEFAULT_TIMEOUT_SECONDS = 60;

  /** The time for each agent of several, whose answers are short. */
  private static final long CLUSTER_TIMEOUT_SECONDS = 10;

  private static final List<Tool> TOOLS =
      List.of(
          new Ls(),
          new Stat(),
          new Cat(),
          new Get(),
          new Put(),
          new Cp(false),
          new Cp(true),
          new Sync(),
          new Rm(),
          new Mb(),
          new Rb(),
          new Settings(),
          new Explain(),
          new BucketQuota(),
          new BucketUsed(),
          new Du(),
          new Scrub());

  private final AgentOptions options;
  private final Streams streams;
  private final InstantSource clock;

  /** Tools that read and write here. */
  public Tools(Map<String, String> environment, Streams streams, InstantSource clock) {
    this.options = new AgentOptions(environment);
    this.streams = streams;
    this.clock = clock;
  }

  /** Adds all of them. */
  public void addTo(Registry registry) {
    for (Tool tool : TOOLS) {
      CommandSpec command =
          registry.add(
              tool.name(),
              tool.about(),
              tool.examples(),
              parsed -> run(() -> run(tool, new Arguments(parsed))));
      tool.declare(command);
      declareOutput(command);
      AgentOptions.declare(command, DEFAULT_TIMEOUT_SECONDS);
    }
    addCluster(registry);
    addFsck(registry);
  }

  private void addCluster(Registry registry) {
    CommandSpec command =
        registry.add(
            Cluster.NAME,
            Cluster.ABOUT,
            Cluster.EXAMPLES,
            parsed -> run(() -> cluster(new Arguments(parsed))));
    declareOutput(command);
    AgentOptions.declareList(command);
    AgentOptions.declare(command, CLUSTER_TIMEOUT_SECONDS);
  }

  private void addFsck(Registry registry) {
    CommandSpec command =
        registry.add(
            Fsck.NAME,
            Fsck.ABOUT,
            Fsck.EXAMPLES,
            parsed ->
                run(
                    () -> {
                      Arguments arguments = new Arguments(parsed);
                      Output output = output(arguments);
                      return new Fsck(streams, output, clock)
                          .run(arguments, options.folder(arguments));
                    }));
    Fsck.declare(command);
    declareOutput(command);
    AgentOptions.declareFolder(command);
  }

  private static void declareOutput(CommandSpec command) {
    Arguments.flag(command, "Print a JSON document for each line.", "--json");
    Arguments.flag(command, "Show no progress.", "-q", "--quiet");
  }

  private Output output(Arguments arguments) {
    return new Output(streams.out(), streams.outWatched(), form(arguments));
  }

  /** The work of a command. */
  private interface Work {
    ExitCode run() throws IOException, InterruptedException;
  }

  private int run(Work work) {
    try {
      return work.run().number();
    } catch (ToolFailure e) {
      return failed(e);
    } catch (StartupException e) {
      return failed(new ToolFailure(ExitCode.LOCAL, String.valueOf(e.getMessage())));
    } catch (InvalidPathException e) {
      return failed(ToolFailure.usage("path: " + e.getMessage()));
    } catch (IOException e) {
      return failed(
          isBrokenPipe(e)
              ? new ToolFailure(ExitCode.PIPE_CLOSED, "")
              : new ToolFailure(ExitCode.LOCAL, "output: " + StartupException.reason(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(new ToolFailure(ExitCode.REFUSED, "interrupted"));
    }
  }

  private ExitCode run(Tool tool, Arguments arguments) throws IOException, InterruptedException {
    AgentAddress address = options.agent(arguments);
    Output output = output(arguments);
    try (Session session =
        session(address, arguments, output, timeout(arguments, DEFAULT_TIMEOUT_SECONDS))) {
      try {
        tool.run(session, arguments);
      } catch (StorageException e) {
        output.flush();
        throw session.explained(e);
      } catch (ToolFailure e) {
        output.flush();
        throw e;
      }
      output.flush();
      return ExitCode.DONE;
    }
  }

  private ExitCode cluster(Arguments arguments) throws IOException, InterruptedException {
    Output output = output(arguments);
    Duration timeout = timeout(arguments, CLUSTER_TIMEOUT_SECONDS);
    return new Cluster(output, clock)
        .run(options.agents(arguments), address -> session(address, arguments, output, timeout));
  }

  private Session session(
      AgentAddress address, Arguments arguments, Output output, Duration timeout) {
    return new Session(
        address,
        options.connect(address, arguments),
        timeout,
        clock,
        streams,
        output,
        arguments.has("--quiet"));
  }

  private static Duration timeout(Arguments arguments, long fallbackSeconds) {
    return Duration.ofSeconds(Math.max(1, arguments.number("--timeout", fallbackSeconds)));
  }

  private static Output.Form form(Arguments arguments) {
    if (arguments.has("--json")) {
      return Output.Form.JSON;
    }
    return arguments.parsed().commandSpec().findOption(Ls.NUL_ENDED) != null
            && arguments.has(Ls.NUL_ENDED)
        ? Output.Form.NUL_ENDED
        : Output.Form.LINES;
  }

  private int failed(ToolFailure failure) {
    if (failure.exitCode() != ExitCode.PIPE_CLOSED) {
      streams.err().println("sluice: " + Output.escaped(String.valueOf(failure.getMessage())));
      streams.err().flush();
    }
    return failure.exitCode().number();
  }

  /** Recognizes EPIPE by the JDK's message, which is the only sign of it. */
  private static boolean isBrokenPipe(IOException failure) {
    return "Broken pipe".equals(failure.getMessage());
  }
}
