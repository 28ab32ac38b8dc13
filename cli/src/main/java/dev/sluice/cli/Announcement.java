package dev.sluice.cli;

import dev.sluice.agent.AgentConfig;
import dev.sluice.agent.AgentServer;
import dev.sluice.common.config.Configuration;
import dev.sluice.common.config.HostPort;
import dev.sluice.frontend.FrontendConfig;
import dev.sluice.frontend.FrontendServer;
import java.util.ArrayList;
import java.util.List;

/**
 * The line that a process prints once it runs. Scripts read the addresses from it: a word, a colon,
 * the address.
 */
final class Announcement {

  private static final String OPEN_ACCESS =
      "everybody is the server's root: policies, access control lists and public access blocks are"
          + " kept and answered, and decide nothing";

  private final List<String> lines = new ArrayList<>();

  Announcement(Tier tier) {
    lines.add("sluice " + Version.current() + " " + tier.command() + " is running");
  }

  Announcement frontend(FrontendConfig config, HostPort bound) {
    String url = url(config.speaksTls(), bound);
    return config.openAccess()
        ? line("S3", url + " (open access)").line("access", OPEN_ACCESS)
        : line("S3", url);
  }

  Announcement agent(AgentConfig config, AgentServer server) {
    server.boundAddress().ifPresent(address -> line("agent", address.toString()));
    config
        .madeTokenFile()
        .ifPresent(file -> line("token", file.toAbsolutePath().normalize().toString()));
    server.socketPath().ifPresent(path -> line("socket", path.toString()));
    server.namespaceId().ifPresent(id -> line("id", id));
    return line("data", server.location());
  }

  /** The agents of a frontend, with what is wrong with those that do not answer. */
  Announcement agents(FrontendServer server) {
    if (!server.readiness().ready()) {
      lines.set(0, lines.getFirst() + ", but no agent answers");
    }
    return line("agents", String.join(", ", server.agents()));
  }

  /** Settings that variables of another program gave, since people may have forgotten those. */
  Announcement others(Configuration configuration) {
    configuration.effective().stream()
        .filter(Configuration.Effective::isOfAnotherProgram)
        .forEach(
            effective ->
                line(
                    "access",
                    effective.setting().key()
                        + " is taken from the "
                        + effective.origin()
                        + ", since "
                        + effective.setting().key().environmentName()
                        + " is not set"));
    return this;
  }

  Announcement admin(Service service) {
    String url = url(service.adminSpeaksTls(), service.adminAddress());
    return line("admin", url + "/readyz, /healthz, /metrics");
  }

  /** One line to try. */
  Announcement example(FrontendConfig config, HostPort bound) {
    String url = url(config.speaksTls(), bound);
    return line(
        "try",
        config.openAccess()
            ? "curl -X PUT %s/hello && curl -X PUT -d hi %s/hello/world && curl %s/hello/world"
                .formatted(url, url, url)
            : "aws --endpoint-url %s s3 ls".formatted(url));
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  private Announcement line(String word, String text) {
    lines.add("%-7s %s".formatted(word + ":", text));
    return this;
  }

  /** An address that a client on this machine can use. */
  private static String url(boolean tls, HostPort bound) {
    boolean any = bound.host().equals("0.0.0.0") || bound.host().equals("::");
    return (tls ? "https://" : "http://") + (any ? new HostPort("localhost", bound.port()) : bound);
  }
}
