package dev.sluice.common.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of every process, whichever tiers it runs. */
public record ProcessConfig(
    @Setting(
            group = SettingGroup.NETWORK,
            about =
                "Names by which the admin port may be addressed, with all names below them, besides"
                    + " IP addresses, localhost, the host of admin-listen, and domains: it has no"
                    + " credentials, so a web page must not reach it by a name of its own.",
            placeholder = "NAME,…")
        List<String> adminHosts,
    @Setting(
            group = SettingGroup.ACCESS,
            about =
                "The secret of callers of an agent over TCP, 16 characters or more that cannot be"
                    + " guessed. An agent without one, and without agent-tls-ca, creates one.")
        Optional<Secret> token,
    @Setting(
            group = SettingGroup.ACCESS,
            about = "The file whose first line is the token.",
            placeholder = "FILE")
        Optional<Path> tokenFile,
    @Setting(
            group = SettingGroup.ACCESS,
            about =
                "Where an agent keeps the token that it creates, for its own user alone, and where"
                    + " a frontend on the same machine finds it. When not set:"
                    + " .sluice/agent-token in the data folder, for a frontend in ./data.",
            placeholder = "FILE")
        Optional<Path> agentTokenFile,
    @Setting(
            group = SettingGroup.ACCESS,
            about =
                "Let frontends and agents of different machines connect without TLS: hosts"
                    + " on the path between them can read and change everything.",
            fallback = "false")
        boolean allowPlaintextAgentsBeyondLoopback,
    TlsConfig tls,
    @Setting(
            group = SettingGroup.LIMITS,
            about = "The memory for data under way, of all requests together.",
            fallback = "32MiB",
            atLeast = "1MiB")
        ByteSize bufferBudget,
    @Setting(
            group = SettingGroup.OPERATION,
            about =
                "How long requests under way may take to finish when the process is asked to stop.",
            fallback = "30s",
            atLeast = "0s",
            atMost = "1h")
        Duration drainTimeout,
    @Setting(group = SettingGroup.OPERATION, about = "How much is logged.", fallback = "info")
        LogLevel logLevel,
    @Setting(
            group = SettingGroup.OPERATION,
            about = "How a log record is written: a line for people, or a JSON document a line.",
            fallback = "text")
        LogFormat logFormat,
    @Setting(
            group = SettingGroup.OPERATION,
            about =
                "A request that takes a tier longer than this is logged with where the time went;"
                    + " waiting for the client does not count. 0s: none is.",
            fallback = "10s",
            atLeast = "0s",
            atMost = "1d")
        Duration slowRequest)
    implements Checked {

  @Override
  public void check(ConfigCheck check) {
    check.expect(
        "admin-hosts",
        adminHosts.stream().allMatch(AllowedHosts::isName),
        "lower-case host names, such as node-1.example.org");
    check.expect(
        "token-file", token.isEmpty() || tokenFile.isEmpty(), "not set, as token is", "token");
  }

  /** Whether a token was configured. */
  public boolean hasToken() {
    return token.isPresent() || tokenFile.isPresent();
  }

  /**
   * The token that was given, if any.
   *
   * @throws StartupException if its file cannot be read
   */
  public Optional<Secret> sharedToken() {
    return Secret.givenOrInFile(token, tokenFile);
  }
}
