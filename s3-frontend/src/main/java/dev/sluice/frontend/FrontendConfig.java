package dev.sluice.frontend;

import static dev.sluice.common.config.SettingGroup.ACCESS;
import static dev.sluice.common.config.SettingGroup.LIMITS;
import static dev.sluice.common.config.SettingGroup.NETWORK;
import static dev.sluice.common.config.SettingGroup.OPERATION;

import dev.sluice.common.config.AllowedHosts;
import dev.sluice.common.config.ByteSize;
import dev.sluice.common.config.Checked;
import dev.sluice.common.config.ConfigCheck;
import dev.sluice.common.config.ConfigSchema;
import dev.sluice.common.config.HostPort;
import dev.sluice.common.config.ProcessConfig;
import dev.sluice.common.config.Secret;
import dev.sluice.common.config.Setting;
import dev.sluice.common.config.StateFolder;
import dev.sluice.common.model.Placement;
import dev.sluice.common.model.Region;
import dev.sluice.frontend.access.AccessFormat;
import dev.sluice.frontend.auth.Credentials;
import dev.sluice.frontend.http.AddressRange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settings of an S3 frontend. */
public record FrontendConfig(
    @Setting(group = NETWORK, about = "Where S3 is served.", fallback = "127.0.0.1:39999")
        HostPort listen,
    @Setting(
            group = NETWORK,
            about = "Where metrics and health are served.",
            fallback = "127.0.0.1:29995")
        HostPort adminListen,
    @Setting(
            group = NETWORK,
            about =
                "The agents, each as unix:PATH or HOST:PORT. Under placement shared also"
                    + " dns:NAME:PORT, where each address of the name is an agent, and srv:NAME,"
                    + " whose SRV records name them: looked up again every few seconds, by the"
                    + " whole name, in DNS alone. When none is named: the one that serves ./data on"
                    + " this machine, by ./data/.sluice/agent.sock.",
            placeholder = "ADDRESS|NAME,…")
        List<AgentSource> agents,
    @Setting(
            group = NETWORK,
            about =
                "The DNS server that is asked for the names in agents. When none is named: those"
                    + " of this machine.")
        Optional<HostPort> agentDnsServer,
    @Setting(
            group = NETWORK,
            about =
                "How the agent for a request is found: each bucket lives on one agent (bucket), or"
                    + " all agents serve one namespace (shared), which their storage has to"
                    + " allow.",
            fallback = "bucket",
            placeholder = "bucket|shared")
        Placement placement,
    @Setting(
            group = NETWORK,
            about =
                "The domains whose sub-domains are buckets: with s3.example.org,"
                    + " photos.s3.example.org is the bucket photos. Without credentials S3 is"
                    + " served by these names alone, IP addresses, localhost and the host of"
                    + " listen.",
            placeholder = "DOMAIN,…")
        List<String> domains,
    @Setting(
            group = NETWORK,
            about =
                "The proxies whose X-Forwarded-For and X-Forwarded-Proto are trusted; from other"
                    + " addresses these headers are ignored.",
            placeholder = "ADDRESS|NETWORK,…")
        List<AddressRange> trustedProxies,
    @Setting(
            group = NETWORK,
            about = "Whether S3 is served under /api/v1/s3 as well as under /.",
            fallback = "true")
        boolean apiPrefix,
    @Setting(
            group = NETWORK,
            about =
                "Whether GET and HEAD of /-/health on the S3 port report to load balancers, without"
                    + " a signature, whether S3 can be served: 200, or 503.",
            fallback = "true")
        boolean healthPath,
    @Setting(
            group = NETWORK,
            about =
                "The region that clients sign for and that buckets are in. When none is named, any:"
                    + " each bucket is then in the one that its creator named.",
            placeholder = "NAME")
        Optional<String> region,
    @Setting(
            group = ACCESS,
            about = "The file that names the identities and what each of them may do.",
            placeholder = "FILE")
        Optional<Path> credentials,
    @Setting(
            group = ACCESS,
            about =
                "The access key of one identity that may do everything. MINIO_ROOT_USER is taken"
                    + " where neither this nor credentials is set.",
            otherVariable = "MINIO_ROOT_USER",
            otherVariableUnless = {"secret-key", "credentials"},
            placeholder = "KEY")
        Optional<String> accessKey,
    @Setting(
            group = ACCESS,
            about =
                "Its secret key. As a flag it can be seen by every user of the machine: better"
                    + " in the environment. MINIO_ROOT_PASSWORD is taken as MINIO_ROOT_USER is.",
            otherVariable = "MINIO_ROOT_PASSWORD",
            otherVariableUnless = {"access-key", "credentials"})
        Optional<Secret> secretKey,
    @Setting(
            group = ACCESS,
            about =
                "Whether requests may be signed by Signature Version 2, as old clients do. It"
                    + " covers less of a request than Version 4.",
            fallback = "true")
        boolean signatureV2,
    @Setting(
            group = ACCESS,
            about =
                "Serve every client that can reach an address beyond loopback, without"
                    + " credentials.",
            fallback = "false")
        boolean allowOpenAccessBeyondLoopback,
    @Setting(
            group = LIMITS,
            about = "Connections that are served at the same time.",
            fallback = "10000",
            atLeast = "1",
            atMost = "1000000")
        int maximumConnections,
    @Setting(
            group = LIMITS,
            about = "The request line and all headers of a request together.",
            fallback = "32KiB",
            atLeast = "8KiB",
            atMost = "1MiB")
        ByteSize maximumHeaderSize,
    @Setting(
            group = LIMITS,
            about = "An XML document in a request.",
            fallback = "8MiB",
            atLeast = "64KiB",
            atMost = "64MiB")
        ByteSize maximumDocumentSize,
    @Setting(
            group = LIMITS,
            about =
                "How long a client may take to send the request line and all headers, from their"
                    + " first byte on.",
            fallback = "30s",
            atLeast = "100ms",
            atMost = "1h")
        Duration headerTimeout,
    @Setting(
            group = LIMITS,
            about = "How long a client may send or take nothing in the middle of a body.",
            fallback = "60s",
            atLeast = "100ms",
            atMost = "1h")
        Duration bodyTimeout,
    @Setting(
            group = LIMITS,
            about =
                "How many bytes of a body a client has to send or take for each second that it is"
                    + " waited for, on average, beyond body-timeout; 0 for as slowly as it likes.",
            fallback = "1KiB",
            atLeast = "0",
            atMost = "1GiB")
        ByteSize minimumBodyRate,
    @Setting(
            group = LIMITS,
            about =
                "How long a connection may stay silent between requests, or in the middle of"
                    + " headers.",
            fallback = "60s",
            atLeast = "100ms",
            atMost = "1d")
        Duration idleTimeout,
    @Setting(
            group = LIMITS,
            about =
                "How long an agent may keep a request waiting in silence: for an answer, for"
                    + " the next bytes of a body, or for room for more. Then the answer is 503.",
            fallback = "25s",
            atLeast = "100ms",
            atMost = "1h")
        Duration agentTimeout,
    @Setting(
            group = LIMITS,
            about =
                "How long an agent may take for what grows with the object or a directory: to make"
                    + " a body durable once all of it is there, to put parts together, to copy, to"
                    + " delete many keys, to list. One whose process stands still is given up after"
                    + " half a minute.",
            fallback = "6h",
            atLeast = "100ms",
            atMost = "7d")
        Duration agentWorkTimeout,
    @Setting(
            group = LIMITS,
            about =
                "How many requests a second each identity may send to this frontend, all anonymous"
                    + " ones being one identity; more are answered 503 SlowDown. 0: no limit.",
            fallback = "0",
            atLeast = "0",
            atMost = "1000000")
        int maximumRequestRate,
    @Setting(
            group = LIMITS,
            about =
                "How many bytes a second each identity may send to this frontend and take from it,"
                    + " together; bodies wait for their turn, and where the queue is longer than 5"
                    + " s new requests are answered 503 SlowDown. 0: no limit.",
            fallback = "0B",
            atLeast = "0B",
            atMost = "1TiB")
        ByteSize maximumByteRate,
    @Setting(
            group = OPERATION,
            about =
                "The file that gets a line for every request, appended; - is the standard output.",
            placeholder = "FILE")
        Optional<Path> accessLog,
    @Setting(
            group = OPERATION,
            about = "Its format: Amazon S3's, or a JSON document a line.",
            fallback = "aws")
        AccessFormat accessLogFormat,
    @Setting(
            group = OPERATION,
            about = "When it has grown to this, it becomes FILE.1 and a new one is begun.",
            fallback = "100MiB",
            atLeast = "64KiB",
            atMost = "1TiB")
        ByteSize accessLogSize,
    @Setting(
            group = OPERATION,
            about = "How many of the old files are kept, FILE.1 being the newest.",
            fallback = "10",
            atLeast = "1",
            atMost = "20")
        int accessLogKept,
    @Setting(
            group = OPERATION,
            about =
                "How long a frontend that is asked to stop serves on while its health is 503, so"
                    + " that load balancers turn to others first: a part of drain-timeout. It is"
                    + " skipped where nobody asked for /-/health in the last half minute.",
            fallback = "5s",
            atLeast = "0s",
            atMost = "1h")
        Duration drainDelay,
    ProcessConfig process)
    implements Checked {

  /** The settings of a process that is a frontend and nothing else. */
  public static final ConfigSchema SCHEMA = ConfigSchema.of(FrontendConfig.class);

  /** Of the agent on this machine that is used without configuration. */
  private static final StateFolder DEFAULT_STATE = StateFolder.ofDataFolder(Path.of("data"));

  @Override
  public void check(ConfigCheck check) {
    check.expect(
        "region",
        region.isEmpty() || Region.isLegal(region.get()),
        "lower-case letters, digits and dashes, such as us-east-1");
    check.expect(
        "domains",
        domains.stream().allMatch(AllowedHosts::isName),
        "lower-case domains, such as s3.example.org");
    check.expect(
        "access-key",
        accessKey.map(Credentials::isAccessKey).orElse(true),
        "1..128 letters, digits or _.+=@-");
    check.expect(
        "access-key",
        accessKey.isPresent() || secretKey.isEmpty(),
        "a value, as secret-key is set",
        "secret-key");
    check.expect(
        "secret-key",
        secretKey.map(secret -> Credentials.isSecretKey(secret.reveal())).orElse(true),
        "8..128 visible ASCII characters, as in the credentials file");
    check.expect(
        "secret-key",
        secretKey.isPresent() || accessKey.isEmpty(),
        "a value, as access-key is set",
        "access-key");
    check.expect(
        "agents",
        agents.size() <= AgentDiscovery.MOST_AGENTS,
        "at most " + AgentDiscovery.MOST_AGENTS);
    check.expect(
        "agents",
        placement == Placement.SHARED || agents.stream().noneMatch(AgentName.class::isInstance),
        "addresses under placement bucket: where a name leads to one agent less, its buckets would"
            + " seem not to exist",
        "placement");
    check.expect(
        "agents",
        agents.stream().allMatch(FrontendConfig::staysOnThisMachine)
            || process.tls().agentTlsCa().isPresent()
            || process.tls().agentTlsCertificate().isPresent()
            || process.allowPlaintextAgentsBeyondLoopback(),
        "addresses of this machine alone, or agent-tls-ca, or"
            + " allow-plaintext-agents-beyond-loopback",
        "agent-tls-ca",
        "agent-tls-certificate",
        "agent-tls-key",
        "allow-plaintext-agents-beyond-loopback");
    check.expect(
        "listen",
        listen.isLoopback() || !openAccess() || allowOpenAccessBeyondLoopback,
        "an address of this machine alone, or credentials, or allow-open-access-beyond-loopback",
        "credentials",
        "access-key",
        "secret-key",
        "allow-open-access-beyond-loopback");
  }

  /** Whether there are no identities at all, so that every caller may do everything. */
  public boolean openAccess() {
    return credentials.isEmpty() && accessKey.isEmpty();
  }

  /** The region that buckets are in; null: each in its own. */
  @Nullable Region fixedRegion() {
    return region.map(Region::new).orElse(null);
  }

  /** Whether S3 is served over TLS. */
  public boolean speaksTls() {
    return process.tls().tlsCertificate().isPresent();
  }

  /** The agents to ask: those named, or else the one on this machine. */
  public List<AgentSource> agentsToAsk() {
    return agents.isEmpty() ? List.of(new AgentAddress.UnixSocket(DEFAULT_STATE.socket())) : agents;
  }

  /**
   * The tokens for these agents.
   *
   * @throws dev.sluice.common.config.StartupException if a given one cannot be used
   */
  AgentTokens tokens() {
    return new AgentTokens(
        process.sharedToken(), process.agentTokenFile().orElseGet(DEFAULT_STATE::token));
  }

  private static boolean staysOnThisMachine(AgentSource agent) {
    return switch (agent) {
      case AgentAddress.UnixSocket _ -> true;
      case AgentAddress.Tcp(HostPort address) -> address.isLoopback();
      case AgentAddress.Found(String _, HostPort address) -> address.isLoopback();
      case AgentName _ -> false;
    };
  }
}
