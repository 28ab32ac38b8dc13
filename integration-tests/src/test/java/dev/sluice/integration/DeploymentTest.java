package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What lies in {@code deploy}, but for the load balancers: checked by the tools that read it. */
@Timeout(300)
class DeploymentTest {
  private static final Path DEPLOY = TestProject.directory().resolve("deploy");

  /** The oldest release that the manifests are for. */
  private static final String KUBERNETES = "1.32";

  private static final Pattern COPIED = Pattern.compile("/build/(\\S++)");

  @TempDir private Path folder;

  /**
   * A configuration that something mounts or names.
   *
   * @param tier that reads it
   */
  record Configuration(String name, String tier, String text) {
    @Override
    public String toString() {
      return name;
    }
  }

  @Test
  void units_areGoodForSystemd() throws IOException {
    List<Object> command = new ArrayList<>(List.of(OutsideClients.systemdAnalyze(), "verify"));
    for (Path unit : files("systemd", ".service")) {
      String installed =
          Files.readString(unit).replace("/opt/sluice/sluice", TestProject.launcher().toString());
      command.add(Files.writeString(folder.resolve(unit.getFileName()), installed));
    }
    assertThat(command).hasSize(5);
    OutsideCommand.Answer answer = OutsideCommand.of(command.toArray()).run().good();
    assertThat(answer.out() + answer.err()).as("warnings").isEmpty();
  }

  /** The unit that the page prints is for a start; what it asks for, this one does as well. */
  @Test
  void unitOfStandalone_hasWhatThePrintedOneHas() throws IOException {
    List<String> unit = Files.readAllLines(DEPLOY.resolve("systemd/sluice-standalone.service"));
    assertThat(unit)
        .contains(
            "User=sluice",
            "Restart=on-failure",
            "TimeoutStopSec=45",
            "LimitNOFILE=65536",
            "NoNewPrivileges=yes",
            "ProtectSystem=strict",
            "ReadWritePaths=/srv/objects",
            "RequiresMountsFor=/srv/objects");
  }

  static Stream<Configuration> configurations() throws IOException {
    List<Configuration> all = new ArrayList<>();
    for (Path file : files("systemd", ".yaml")) {
      String name = file.getFileName().toString();
      all.add(new Configuration(name, name.replace(".yaml", ""), Files.readString(file)));
    }
    for (Path file : files("kubernetes", ".yaml")) {
      for (Map<?, ?> resource : resources(file)) {
        if (resource.get("kind").equals("ConfigMap")) {
          for (Map.Entry<?, ?> entry : ((Map<?, ?>) resource.get("data")).entrySet()) {
            String tier = entry.getKey().toString().replace(".yaml", "");
            all.add(
                new Configuration(
                    file.getFileName() + " " + entry.getKey(), tier, entry.getValue().toString()));
          }
        }
      }
    }
    return all.stream();
  }

  /** With places of the test for those that only the machine has that it is meant for. */
  @ParameterizedTest
  @MethodSource("configurations")
  void configuration_isStarted(Configuration configuration) throws Exception {
    // The engine of HDFS is built apart, later, and only one of it can be shared.
    String text =
        configuration
            .text()
            .replace("storage: hdfs://cluster/objects", "storage: 'memory:'")
            .replace("placement: shared", "placement: bucket");
    Path file = Files.writeString(folder.resolve("config.yaml"), text);
    Path token = Files.writeString(folder.resolve("token"), "a-token-of-these-tests\n");
    Path credentials =
        Files.writeString(
            folder.resolve("credentials.yaml"),
            """
            identities:
              - access-key: sluice-tester
                secret-key: a-secret-of-the-tests
                root: true
            """);
    OutsideCommand.of(TestProject.launcher(), "config", configuration.tier(), "--check", file)
        .run()
        .good();
    SluiceProcess.Starter starter =
        SluiceProcess.by(TestProject.launcher(), configuration.tier(), "--config", file)
            .with("--admin-listen", "127.0.0.1:0");
    if (!configuration.tier().equals("frontend")) {
      starter.with("--state", folder.resolve("state"));
      if (!text.contains("storage: ")) {
        starter.with("--data", folder.resolve("data"));
      }
    }
    if (!configuration.tier().equals("agent")) {
      starter.with("--listen", "127.0.0.1:0", "--credentials", credentials);
    } else {
      starter.with("--agent-listen", "127.0.0.1:0");
    }
    if (!configuration.tier().equals("standalone")) {
      starter.with("--token-file", token);
    }
    if (text.contains("access-log: ")) {
      starter.with("--access-log", folder.resolve("access.log"));
    }
    try (SluiceProcess started = starter.announced()) {
      assertThat(CurlAnswer.of(started.admin("/healthz")).status()).isEqualTo(200);
    }
  }

  @Test
  void manifests_fitKubernetes() throws IOException {
    List<Object> command =
        new ArrayList<>(List.of(OutsideClients.manifestValidator(), "-k", KUBERNETES, "--strict"));
    command.addAll(files("kubernetes", ".yaml"));
    OutsideCommand.Answer answer = OutsideCommand.of(command.toArray()).run().good();
    assertThat(answer.out() + answer.err())
        .contains("deployment/sluice-frontend")
        .doesNotContain("WARN");
  }

  /** Each probe asks for a path that the port of its name has, and each end waits long enough. */
  @Test
  void probesAndGrace_fitTheConfiguration() throws IOException {
    int pods = 0;
    for (Path file : files("kubernetes", ".yaml")) {
      Map<?, ?> config = Map.of();
      for (Map<?, ?> resource : resources(file)) {
        if (resource.get("kind").equals("ConfigMap")) {
          config = configOf(resource);
        }
        if (resource.get("spec") instanceof Map<?, ?> spec
            && spec.get("template") instanceof Map<?, ?> template) {
          checkPod(config, (Map<?, ?>) template.get("spec"));
          pods++;
        }
      }
    }
    assertThat(pods).isEqualTo(3);
  }

  private static Map<?, ?> configOf(Map<?, ?> configMap) {
    String text = ((Map<?, ?>) configMap.get("data")).values().iterator().next().toString();
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  private static void checkPod(Map<?, ?> config, Map<?, ?> pod) {
    Map<?, ?> container = (Map<?, ?>) ((List<?>) pod.get("containers")).getFirst();
    for (Object port : (List<?>) container.get("ports")) {
      Map<?, ?> named = (Map<?, ?>) port;
      String setting =
          switch (named.get("name").toString()) {
            case "s3" -> "listen";
            case "admin" -> "admin-listen";
            case "grpc" -> "agent-listen";
            default -> throw new AssertionError(named);
          };
      assertThat(config.get(setting)).isEqualTo("0.0.0.0:" + named.get("containerPort"));
    }
    for (String probe : List.of("readinessProbe", "livenessProbe", "startupProbe")) {
      Map<?, ?> get = (Map<?, ?>) ((Map<?, ?>) container.get(probe)).get("httpGet");
      assertThat(List.of(get.get("port"), get.get("path")))
          .isIn(
              List.of("s3", "/-/health"),
              List.of("admin", "/healthz"),
              List.of("admin", "/readyz"));
    }
    int before = 0;
    if (container.get("lifecycle") instanceof Map<?, ?> lifecycle) {
      Map<?, ?> stop = (Map<?, ?>) lifecycle.get("preStop");
      before = (int) ((Map<?, ?>) stop.get("sleep")).get("seconds");
    }
    int drain = Integer.parseInt(config.get("drain-timeout").toString().replace("s", ""));
    assertThat((int) pod.get("terminationGracePeriodSeconds")).isGreaterThan(before + drain);
  }

  @Test
  void dockerfiles_areCleanAndCopyWhatTheBuildMakes() throws IOException {
    List<Path> files = files("docker", ".Dockerfile");
    assertThat(files).hasSize(2);
    List<Object> command = new ArrayList<>(List.of(OutsideClients.dockerfileLinter()));
    command.addAll(files);
    assertThat(OutsideCommand.of(command.toArray()).run().good().out()).isEmpty();
    for (Path file : files) {
      String text = Files.readString(file);
      List<String> copied =
          text.lines()
              .filter(line -> line.startsWith("COPY --from=build "))
              .flatMap(line -> COPIED.matcher(line).results())
              .map(match -> match.group(1))
              .toList();
      assertThat(copied).contains("sluice", "cli/target/fast/sluice.jar");
      for (String path : copied) {
        boolean made = text.contains("mkdir -p " + path + "\n");
        assertThat(made || Files.exists(built(path))).as("%s: %s", file, path).isTrue();
      }
    }
  }

  /** The place of a file of the quick build in whichever build the tests run with. */
  private static Path built(String path) {
    Path quick = TestProject.directory().resolve(path);
    return Files.exists(quick)
        ? quick
        : TestProject.directory().resolve(path.replace("/target/fast/", "/target/"));
  }

  private static List<Path> files(String place, String ending) throws IOException {
    try (Stream<Path> files = Files.list(DEPLOY.resolve(place))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static List<Map<?, ?>> resources(Path file) throws IOException {
    List<Map<?, ?>> resources = new ArrayList<>();
    new Load(LoadSettings.builder().build())
        .loadAllFromString(Files.readString(file))
        .forEach(resource -> resources.add((Map<?, ?>) resource));
    return resources;
  }
}
