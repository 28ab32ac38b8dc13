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
import dev.sluice.common.config.Secret;
import dev.sluice.common.config.StartupException;
import dev.sluice.common.config.StateFolder;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.tls.TlsFiles;
import dev.sluice.frontend.AgentAddress;
import dev.sluice.frontend.AgentConnection;
import dev.sluice.frontend.AgentTokens;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * The commands that speak gRPC to an agent, and {@code fsck}: finds the agent, runs one, and says
 * in one sentence why it failed.
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

  private static final String AGENT_VARIABLE = "SLUICE_AGENT";
  private static final String AGENTS = "--agents";
  private static final String AGENTS_VARIABLE = "SLUICE_AGENTS";
  private static final String DATA_VARIABLE = "SLUICE_DATA";
  private static final String TOKEN_VARIABLE = "SLUICE_TOKEN";
  private static final String TOKEN_FILE_VARIABLE = "SLUICE_TOKEN_FILE";
  private static final String MADE_TOKEN_VARIABLE = "SLUICE_AGENT_TOKEN_FILE";
  private static final String ROOT = "--root";
  private static final String DEFAULT_ROOT = "data";

  /** The beginning of what names a storage, and no folder. */
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*+://");

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

  private final Map<String, String> environment;
  private final Streams streams;
  private final InstantSource clock;

  /** Tools that read and write here. */
  public Tools(Map<String, String> environment, Streams streams, InstantSource clock) {
    this.environment = environment;
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
      declareAgent(command, DEFAULT_TIMEOUT_SECONDS);
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
    Arguments.value(
        command,
        "ADDRESS,…",
        "The agents to ask, as the frontend's setting has them. Also: "
            + AGENTS_VARIABLE
            + ". Default: the one agent of the options below.",
        AGENTS);
    declareAgent(command, CLUSTER_TIMEOUT_SECONDS);
  }

  /** Declares how an agent is reached, and how its answers are printed. */
  private static void declareAgent(CommandSpec command, long timeoutSeconds) {
    declareOutput(command);
    Arguments.value(
        command,
        "HOST:PORT|unix:PATH",
        "The agent to ask. Also: " + AGENT_VARIABLE + ".",
        "--agent");
    Arguments.value(
        command,
        "DIR",
        "Ask the agent of this folder, by its socket. Also: "
            + DATA_VARIABLE
            + ". Default: "
            + DEFAULT_ROOT,
        ROOT,
        "--data");
    Arguments.value(
        command,
        "FILE",
        "The agent's token is this file's first line; for TCP. Also: "
            + TOKEN_FILE_VARIABLE
            + ", "
            + TOKEN_VARIABLE
            + ". Default, for an agent on this machine: the one it made for itself, in "
            + MADE_TOKEN_VARIABLE
            + " or .sluice/agent-token of "
            + DATA_VARIABLE
            + " or "
            + DEFAULT_ROOT
            + ".",
        "--token-file");
    Arguments.value(
        command,
        "FILE",
        "Speak TLS over TCP with an agent whose certificate these authorities signed. Also:"
            + " SLUICE_AGENT_TLS_CA.",
        "--ca");
    Arguments.value(
        command,
        "FILE",
        "With --ca: show this certificate. Also: SLUICE_AGENT_TLS_CERTIFICATE.",
        "--cert");
    Arguments.value(command, "FILE", "The key of --cert. Also: SLUICE_AGENT_TLS_KEY.", "--key");
    Arguments.value(
        command,
        "SECONDS",
        "How long an agent may be silent. Default: " + timeoutSeconds,
        "--timeout");
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
                      return new Fsck(streams, output, clock).run(arguments, folder(arguments));
                    }));
    Fsck.declare(command);
    declareOutput(command);
    Arguments.value(
        command,
        "DIR",
        "The data folder. Also: " + DATA_VARIABLE + ". Default: " + DEFAULT_ROOT,
        ROOT,
        "--data");
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
    AgentAddress address = agent(arguments);
    Output output = output(arguments);
    try (Session session =
        session(address, arguments, output, patience(arguments, DEFAULT_TIMEOUT_SECONDS))) {
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
    Duration patience = patience(arguments, CLUSTER_TIMEOUT_SECONDS);
    return new Cluster(output, clock)
        .run(agents(arguments), address -> session(address, arguments, output, patience));
  }

  private Session session(
      AgentAddress address, Arguments arguments, Output output, Duration patience) {
    return new Session(
        address,
        AgentConnection.to(address, tokens(arguments), tls(address, arguments)),
        patience,
        clock,
        streams,
        output,
        arguments.has("--quiet"));
  }

  private List<AgentAddress> agents(Arguments arguments) {
    boolean one = arguments.has("--agent") || arguments.has(ROOT);
    if (one && arguments.has(AGENTS)) {
      throw ToolFailure.usage("--agents and --agent or --root (expected: one of them)");
    }
    Optional<String> named =
        one ? Optional.empty() : arguments.text(AGENTS).or(() -> variable(AGENTS_VARIABLE));
    return named
        .map(list -> Stream.of(list.split(",", -1)).map(String::strip).map(Tools::parsed).toList())
        .orElseGet(() -> List.of(agent(arguments)));
  }

  private static AgentAddress parsed(String address) {
    try {
      return AgentAddress.parse(address);
    } catch (IllegalArgumentException e) {
      throw ToolFailure.usage("agent: '%s' (expected: %s)".formatted(address, e.getMessage()));
    }
  }

  private AgentAddress agent(Arguments arguments) {
    Optional<String> flag = arguments.text("--agent");
    Optional<String> root = arguments.text(ROOT);
    if (flag.isPresent() && root.isPresent()) {
      throw ToolFailure.usage("--agent and --root (expected: one of them)");
    }
    Optional<String> named =
        root.isPresent() ? Optional.empty() : flag.or(() -> variable(AGENT_VARIABLE));
    if (named.isPresent()) {
      return parsed(named.get());
    }
    return new AgentAddress.UnixSocket(StateFolder.ofDataFolder(folder(arguments)).socket());
  }

  private Path folder(Arguments arguments) {
    String folder = arguments.text(ROOT).or(() -> variable(DATA_VARIABLE)).orElse(DEFAULT_ROOT);
    if (URI.matcher(folder).lookingAt()) {
      throw ToolFailure.usage(
          "--root: %s (expected: the path of a data folder; the agent of another storage is asked by --agent)"
              .formatted(folder));
    }
    return Path.of(folder);
  }

  private AgentTokens tokens(Arguments arguments) {
    Optional<Path> file =
        arguments.text("--token-file").or(() -> variable(TOKEN_FILE_VARIABLE)).map(Path::of);
    Optional<Secret> given =
        arguments.has("--token-file")
            ? Optional.empty()
            : variable(TOKEN_VARIABLE).map(Secret::parse);
    Path made =
        variable(MADE_TOKEN_VARIABLE)
            .map(Path::of)
            .orElseGet(() -> StateFolder.ofDataFolder(folder(arguments)).token());
    return new AgentTokens(Secret.givenOrInFile(given, file), made);
  }

  /** A Unix socket speaks no TLS. */
  private Optional<TlsFiles> tls(AgentAddress address, Arguments arguments) {
    TlsFiles files =
        new TlsFiles(
            file(arguments, "--cert", "SLUICE_AGENT_TLS_CERTIFICATE"),
            file(arguments, "--key", "SLUICE_AGENT_TLS_KEY"),
            file(arguments, "--ca", "SLUICE_AGENT_TLS_CA"));
    if (files.certificate().isPresent() != files.key().isPresent()) {
      throw ToolFailure.usage("--cert and --key (expected: both or none)");
    }
    return files.authorities().isPresent() && address instanceof AgentAddress.Tcp
        ? Optional.of(files)
        : Optional.empty();
  }

  private Optional<Path> file(Arguments arguments, String flag, String variable) {
    return arguments.text(flag).or(() -> variable(variable)).map(Path::of);
  }

  private static Duration patience(Arguments arguments, long fallbackSeconds) {
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

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
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
