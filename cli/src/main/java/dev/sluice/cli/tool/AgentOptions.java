package dev.sluice.cli.tool;

import dev.sluice.cli.tool.session.Arguments;
import dev.sluice.cli.tool.terminal.ExitCode;
import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.common.config.HostPort;
import dev.sluice.common.config.Secret;
import dev.sluice.common.config.StateFolder;
import dev.sluice.common.tls.TlsFiles;
import dev.sluice.frontend.AgentAddress;
import dev.sluice.frontend.AgentConnection;
import dev.sluice.frontend.AgentSource;
import dev.sluice.frontend.AgentTokens;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.naming.NamingException;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The options by which a command finds its agent, or its agents: addresses, data folder, token and
 * certificates.
 *
 * @param environment variables, which take the place of options that are not given
 */
record AgentOptions(Map<String, String> environment) {
  private static final String AGENT_VARIABLE = "SLUICE_AGENT";
  private static final String AGENTS = "--agents";
  private static final String AGENTS_VARIABLE = "SLUICE_AGENTS";
  private static final String DNS_SERVER = "--agent-dns-server";
  private static final String DNS_SERVER_VARIABLE = "SLUICE_AGENT_DNS_SERVER";
  private static final String DATA_VARIABLE = "SLUICE_DATA";
  private static final String TOKEN_VARIABLE = "SLUICE_TOKEN";
  private static final String TOKEN_FILE_VARIABLE = "SLUICE_TOKEN_FILE";
  private static final String MADE_TOKEN_VARIABLE = "SLUICE_AGENT_TOKEN_FILE";
  private static final String ROOT = "--root";
  private static final String DEFAULT_ROOT = "data";

  /** The beginning of what names a storage, and no folder. */
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*+://");

  /** Declares how one agent is reached. */
  static void declare(CommandSpec command, long timeoutSeconds) {
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

  /** Declares the list of several agents, before how one is reached. */
  static void declareList(CommandSpec command) {
    Arguments.value(
        command,
        "ADDRESS,…",
        "The agents to ask, as the frontend's setting has them, dns:NAME:PORT and srv:NAME"
            + " included. Also: "
            + AGENTS_VARIABLE
            + ". Default: the one agent of the options below.",
        AGENTS);
    Arguments.value(
        command,
        "HOST:PORT",
        "The DNS server that is asked about names of agents. Also: "
            + DNS_SERVER_VARIABLE
            + ". Default: those of this machine.",
        DNS_SERVER);
  }

  /** Declares the data folder of a command that asks no agent. */
  static void declareFolder(CommandSpec command) {
    Arguments.value(
        command,
        "DIR",
        "The data folder. Also: " + DATA_VARIABLE + ". Default: " + DEFAULT_ROOT,
        ROOT,
        "--data");
  }

  /** A connection to an agent. */
  AgentConnection connect(AgentAddress address, Arguments arguments) {
    return AgentConnection.to(address, tokens(arguments), tls(address, arguments));
  }

  /** The agents of a list; without one, the one agent that is named otherwise. */
  List<AgentAddress> agents(Arguments arguments) {
    boolean one = arguments.has("--agent") || arguments.has(ROOT);
    if (one && arguments.has(AGENTS)) {
      throw ToolFailure.usage("--agents and --agent or --root (expected: one of them)");
    }
    Optional<String> named =
        one ? Optional.empty() : arguments.text(AGENTS).or(() -> variable(AGENTS_VARIABLE));
    if (named.isEmpty()) {
      return List.of(agent(arguments));
    }
    Optional<HostPort> dnsServer =
        arguments
            .text(DNS_SERVER)
            .or(() -> variable(DNS_SERVER_VARIABLE))
            .map(AgentOptions::server);
    return Stream.of(named.get().split(",", -1))
        .map(String::strip)
        .flatMap(source -> find(source, dnsServer).stream())
        .distinct()
        .toList();
  }

  private static HostPort server(String address) {
    try {
      return HostPort.parse(address);
    } catch (IllegalArgumentException e) {
      throw ToolFailure.usage(
          "%s: '%s' (expected: %s)".formatted(DNS_SERVER, address, e.getMessage()));
    }
  }

  private static List<AgentAddress> find(String source, Optional<HostPort> dnsServer) {
    try {
      return AgentSource.find(AgentSource.parse(source), dnsServer);
    } catch (IllegalArgumentException e) {
      throw ToolFailure.usage("agents: '%s' (expected: %s)".formatted(source, e.getMessage()));
    } catch (NamingException e) {
      throw new ToolFailure(
          ExitCode.UNREACHABLE, "agents: %s cannot be looked up: %s".formatted(source, e));
    }
  }

  private static AgentAddress address(String address) {
    try {
      return AgentAddress.parse(address);
    } catch (IllegalArgumentException e) {
      throw ToolFailure.usage("agent: '%s' (expected: %s)".formatted(address, e.getMessage()));
    }
  }

  /** The agent that is named, or that of the data folder. */
  AgentAddress agent(Arguments arguments) {
    Optional<String> flag = arguments.text("--agent");
    Optional<String> root = arguments.text(ROOT);
    if (flag.isPresent() && root.isPresent()) {
      throw ToolFailure.usage("--agent and --root (expected: one of them)");
    }
    Optional<String> named =
        root.isPresent() ? Optional.empty() : flag.or(() -> variable(AGENT_VARIABLE));
    if (named.isPresent()) {
      return address(named.get());
    }
    return new AgentAddress.UnixSocket(StateFolder.ofDataFolder(folder(arguments)).socket());
  }

  /** The data folder. */
  Path folder(Arguments arguments) {
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
    return files.authorities().isPresent() && !(address instanceof AgentAddress.UnixSocket)
        ? Optional.of(files)
        : Optional.empty();
  }

  private Optional<Path> file(Arguments arguments, String flag, String variable) {
    return arguments.text(flag).or(() -> variable(variable)).map(Path::of);
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }
}
