package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SluiceCommandTest {

  @TempDir private Path folder;

  @Test
  void noCommand_showsTheCommands() {
    CommandRun run = CommandRun.of();

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("standalone", "frontend", "agent", "config", "version");
  }

  @Test
  void version_namesSluiceAndJava() {
    assertThat(CommandRun.of("version").out()).matches("sluice \\S+ \\(Java \\S+\\)\\R");
  }

  @ParameterizedTest
  @EnumSource
  void help_showsEverySettingWithItsDefaultUnderItsHeading(Tier tier) {
    CommandRun run = CommandRun.of(tier.command(), "--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Network", "Access", "Examples", "Default: ");
    tier.schema().settings().forEach(s -> assertThat(run.out()).contains(s.key().flag()));
  }

  @Test
  void unknownFlag_isAUsageErrorThatSuggestsTheNearest() {
    CommandRun run = CommandRun.of("standalone", "--lisen", "127.0.0.1:0");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--lisen", "--listen");
  }

  @Test
  void unknownCommand_isAUsageError() {
    assertThat(CommandRun.of("serve").exitCode()).isEqualTo(2);
  }

  @Test
  void badFlagValues_areAUsageErrorThatNamesThemAll() {
    CommandRun run = CommandRun.of("agent", "--io-threads", "0", "--durability", "maybe");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines())
        .containsExactlyInAnyOrder(
            "sluice: io-threads: 0 (expected: 1..1024) [flag --io-threads]",
            "sluice: durability: maybe (expected: fsync or os) [flag --durability]");
  }

  @Test
  void openAccessBeyondLoopback_isRefusedUnlessToldSo() {
    String[] beyond = {"config", "--listen", "0.0.0.0:39999"};

    assertThat(CommandRun.of(beyond).err())
        .contains("listen: 0.0.0.0:39999", "allow-open-access-beyond-loopback");
    assertThat(
            CommandRun.of("config", "--listen", "0.0.0.0:1", "--allow-open-access-beyond-loopback")
                .exitCode())
        .isZero();
    assertThat(
            CommandRun.of(
                    Map.of("SLUICE_ACCESS_KEY", "root", "SLUICE_SECRET_KEY", "swordfish"), beyond)
                .exitCode())
        .isZero();
  }

  /** Those of {@code --help}; what names a file of settings has one of its own. */
  @Test
  void example_isAConfigurationThatStarts() {
    for (Tier tier : Tier.values()) {
      for (String example : tier.examples()) {
        List<String> words = List.of(example.split(" ", -1));
        if (!words.contains("--config")) {
          CommandRun run =
              CommandRun.of(
                  Stream.concat(Stream.of("config"), words.stream().skip(1))
                      .toArray(String[]::new));
          assertThat(run.exitCode()).as(example + ": " + run.err()).isZero();
        }
      }
    }
  }

  @Test
  void agentBeyondLoopbackWithoutTls_isRefused() {
    assertThat(CommandRun.of("config", "agent", "--agent-listen", "0.0.0.0:1").err())
        .contains("agent-listen: 0.0.0.0:1", "agent-tls-certificate");
    assertThat(CommandRun.of("config", "frontend", "--agents", "node-1:1,[::1]:1").err())
        .contains("agents: node-1:1", "agent-tls-ca");
    for (String tier : new String[] {"agent", "frontend"}) {
      String flag = tier.equals("agent") ? "--agent-listen" : "--agents";
      assertThat(
              CommandRun.of(
                      "config", tier, flag, "node-1:1", "--allow-plaintext-agents-beyond-loopback")
                  .exitCode())
          .isZero();
    }
  }

  /** Where nothing is written there is no place for a token that the agent makes. */
  @Test
  void agentWithoutAFolder_isToldItsTokenOverTcp() {
    for (String[] kind : new String[][] {{"--storage", "memory:"}, {"--read-only", "true"}}) {
      assertThat(
              CommandRun.of("config", "agent", kind[0], kind[1], "--agent-listen", "[::1]:1").err())
          .contains("agent-listen: [::1]:1", "agent-token-file");
      assertThat(
              CommandRun.of(
                      "config",
                      "agent",
                      kind[0],
                      kind[1],
                      "--agent-listen",
                      "[::1]:1",
                      "--agent-token-file",
                      "token")
                  .exitCode())
          .isZero();
    }
  }

  @Test
  void agentWithAStateFolder_keepsItsTokenThere() {
    assertThat(
            CommandRun.of(
                    "config",
                    "agent",
                    "--storage",
                    "memory:",
                    "--state",
                    "s",
                    "--agent-listen",
                    "[::1]:1")
                .exitCode())
        .isZero();
  }

  @Test
  void storageOfAnUnknownScheme_isRefusedWithThoseThatAreKnown() {
    assertThat(CommandRun.of("config", "agent", "--storage", "s3://bucket/a").err())
        .contains(
            "storage: s3://bucket/a (expected: a URI of one of the schemes file, memory)"
                + " [flag --storage]");
  }

  @Test
  void storageWhoseEngineIsNotBuilt_isRefusedWithTheModuleAndItsCommand() {
    assertThat(CommandRun.of("config", "agent", "--storage", "hdfs://name-node/a").err())
        .contains(
            "storage: hdfs://name-node/a (expected: a URI of one of the schemes file, memory; the"
                + " engine of hdfs is the module engines/hdfs, built by: mvn -q -Phdfs -Dfast"
                + " -Dmaven.test.skip=true -pl cli,engines/hdfs -am package) [flag --storage]");
    assertThat(CommandRun.of("config", "agent", "--storage", "alluxio://master:19998/a").err())
        .contains(
            "the engine of alluxio is the module engines/alluxio, built by: mvn -q -Palluxio");
  }

  @Test
  void storageThatItsEngineCannotRead_isRefusedWithWhatItExpects() {
    assertThat(CommandRun.of("config", "agent", "--storage", "/srv/objects").err())
        .contains("storage: /srv/objects (expected: a URI, such as file:///srv/objects)");
    assertThat(CommandRun.of("config", "agent", "--storage", "file://host/srv").err())
        .contains("storage: file://host/srv (expected: an absolute path, such as file:///srv");
    assertThat(CommandRun.of("config", "agent", "--storage", "memory:x").err())
        .contains("storage: memory:x (expected: memory:)");
    assertThat(CommandRun.of("config", "agent", "--storage", "memory:", "--read-only").err())
        .contains("read-only: true (expected: false for an engine that holds nothing yet)");
  }

  @Test
  void uriInThePlaceOfADataFolder_isRefused() {
    assertThat(CommandRun.of("fsck", "--root", "hdfs://name-node/a").err())
        .contains("--root: hdfs://name-node/a (expected: the path of a data folder");
    assertThat(CommandRun.of("stat", "--data", "file:///srv", "bucket/key").err())
        .contains("--root: file:///srv (expected: the path of a data folder");
  }

  /** The folder would be left aside without a word. */
  @Test
  void storageAndData_areNotBothGiven() {
    assertThat(
            CommandRun.of(Map.of("SLUICE_DATA", "d"), "config", "agent", "--storage", "memory:")
                .err())
        .contains("data: d (expected: not set, as storage says where the objects lie)");
  }

  @Test
  void halfAnIdentity_isRefused() {
    CommandRun run = CommandRun.of(Map.of("SLUICE_ACCESS_KEY", "root"), "config");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("secret-key: not set (expected: a value, as access-key is set)");
  }

  /** Whether the storage allows it, its agents say. */
  @Test
  void placement_isOneOfTwo() {
    assertThat(CommandRun.of("config", "frontend", "--placement", "shared").exitCode()).isZero();
    assertThat(CommandRun.of("config", "frontend", "--placement", "any").err())
        .contains("placement: any");
  }

  @Test
  void config_printsValuesWithTheirOriginsAndNoSecrets() throws IOException {
    Path file =
        Files.writeString(folder.resolve("sluice.yaml"), "region: eu-west-1\ntoken: swordfish\n");

    CommandRun run =
        CommandRun.of(
            Map.of("SLUICE_CONFIG", file.toString(), "SLUICE_DATA", "/srv/my data"),
            "config",
            "standalone",
            "--listen=[::1]:0");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "region: eu-west-1 # " + file + ":1",
            "# token: # " + file + ":2, a secret that is not shown",
            "data: '/srv/my data' # environment SLUICE_DATA",
            "listen: '[::1]:0' # flag --listen",
            "admin-listen: 127.0.0.1:29995 # default",
            "# credentials: # not set");
  }

  @Test
  void config_printsThePlanOfTheMemory() {
    long heap = Runtime.getRuntime().maxMemory();

    CommandRun run = CommandRun.of("config", "standalone", "--buffer-budget", "2MiB");

    assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "# buffers direct 2097152",
            "# documents heap " + heap / 32 * 7,
            "# -Xmx of each " + heap);
  }

  @Test
  void config_isItselfAConfigurationFile() throws IOException {
    Path printed =
        Files.writeString(folder.resolve("printed.yaml"), CommandRun.of("config", "agent").out());

    CommandRun run = CommandRun.of("config", "agent", "--check", printed.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void configWithSecrets_isNoneWhenItIsReadBack() throws IOException {
    Path printed =
        Files.writeString(
            folder.resolve("printed.yaml"),
            CommandRun.of(
                    Map.of("SLUICE_ACCESS_KEY", "admin", "SLUICE_SECRET_KEY", "swordfish-and-more"),
                    "config",
                    "standalone")
                .out());

    assertThat(printed).content().doesNotContain("***").doesNotContain("swordfish");
    assertThat(CommandRun.of("config", "--config", printed.toString()).err())
        .contains("secret-key: not set (expected: a value, as access-key is set)");
  }

  @Test
  void variablesOfMinio_countWhereNothingElseIsSet() {
    Map<String, String> minio =
        Map.of("MINIO_ROOT_USER", "minioadmin", "MINIO_ROOT_PASSWORD", "a-long-secret");
    assertThat(words(CommandRun.of(minio, "config")))
        .contains(
            "access-key: minioadmin # environment MINIO_ROOT_USER",
            "# secret-key: # environment MINIO_ROOT_PASSWORD, a secret that is not shown");
    assertThat(words(CommandRun.of(minio, "config", "--credentials", "file")))
        .contains("# access-key: # not set", "# secret-key: # not set");
    assertThat(words(CommandRun.of(minio, "config", "--access-key=own", "--secret-key=own-secret")))
        .contains("access-key: own # flag --access-key");
    assertThat(CommandRun.of(minio, "config", "--access-key=own").err())
        .contains("secret-key: not set");
  }

  private static Stream<String> words(CommandRun run) {
    return run.out().lines().map(line -> line.replaceAll(" +", " "));
  }

  @Test
  void mask_isNoSecret() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("masked.yaml"), "access-key: admin\nsecret-key: '********'\n");

    assertThat(CommandRun.of("config", "--check", file.toString()).err())
        .contains(
            "secret-key: ******** (expected: a secret, not the mask that is printed for one)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "with blanks in it", "ümlauts-are-none"})
  void secretKeyOfTheEnvironment_obeysTheRuleOfTheCredentialsFile(String secret) {
    CommandRun run =
        CommandRun.of(Map.of("SLUICE_ACCESS_KEY", "root", "SLUICE_SECRET_KEY", secret), "config");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("secret-key: ******** (expected: 8..128 visible ASCII characters")
        .doesNotContain(secret);
  }

  @Test
  void mistypedWord_getsOneLineWithTheNearestName() {
    assertThat(CommandRun.of("sycn"))
        .isEqualTo(
            new CommandRun(
                2,
                "",
                "sluice: unknown command: 'sycn' (did you mean sync?); 'sluice --help' shows what"
                    + " there is\n"));
    assertThat(CommandRun.of("ls", "--lnog").err())
        .isEqualTo(
            "sluice: unknown option: '--lnog' (did you mean --long?); 'sluice ls --help' shows what"
                + " there is\n");
    assertThat(CommandRun.of("get").err()).startsWith("sluice: ").hasLineCount(1);
  }

  @Test
  void help_isAWordAsWell() {
    assertThat(CommandRun.of("help").out()).isEqualTo(CommandRun.of("--help").out());
    assertThat(CommandRun.of("help", "ls").out()).isEqualTo(CommandRun.of("ls", "--help").out());
  }

  @Test
  void helpOfATool_listsEachNameOnce() {
    String help = CommandRun.of("ls", "--help").out();

    assertThat(help).containsOnlyOnce("--recursive").containsOnlyOnce("--help");
    assertThat(help).contains("-h, --human").contains("-l, --long");
  }

  @Test
  void check_namesEveryMistakeOfAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("agent.yaml"), "dta: /srv\nfile-mode: 0099\n");

    CommandRun run = CommandRun.of("config", "agent", "--check", file.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .containsExactly(
            "sluice: dta (expected: a known key; did you mean data?) [" + file + ":1]",
            "sluice: file-mode: 0099 (expected: an octal file mode, such as 0644) ["
                + file
                + ":2]");
  }

  @Test
  void portInUse_isOneSentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String address = "127.0.0.1:" + taken.getLocalPort();

      CommandRun run = standalone("--listen", address);

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .isEqualTo("sluice: cannot listen on " + address + " (listen): Address already in use\n");
    }
  }

  @Test
  void missingParentOfDataFolder_isOneSentence() {
    Path data = folder.resolve("absent").resolve("data");

    CommandRun run = standalone("--data", data.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "sluice: the data folder %s cannot be made: there is no folder %s%n"
                .formatted(data, data.getParent()));
  }

  @Test
  void fileAsDataFolder_isOneSentence() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    CommandRun run = standalone("--data", file.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("sluice: the data folder %s is not a folder%n".formatted(file));
  }

  /** On free ports, in the test's folder; the flag wins over them. */
  private CommandRun standalone(String flag, String value) {
    return CommandRun.of(FreePlaces.in(folder), "standalone", flag, value);
  }
}
