package dev.sluice.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSchemaTest {

  private static final ConfigSchema SCHEMA = ConfigSchema.of(SampleConfig.class);

  @TempDir private Path folder;

  @Test
  void nothingGiven_isAllDefaults() {
    SampleConfig config = SCHEMA.load(ConfigSources.none()).get(SampleConfig.class);

    assertThat(config)
        .isEqualTo(
            new SampleConfig(
                Path.of("./data"),
                new HostPort("127.0.0.1", 1),
                List.of(),
                4,
                new ByteSize(32 << 20),
                Duration.ofSeconds(30),
                new FileMode(0644),
                LogLevel.INFO,
                false,
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void fileWithEveryKey_isReadAsWritten() throws IOException {
    Path file =
        file(
            """
            # octal and times would not survive a YAML number
            data: /srv/objects
            listen-here: "[::1]:0"
            peers: [ "a:1", 'b:2' ]
            threads: 16
            memory: 1GiB
            patience: 500ms
            mode: 0600
            log-level: debug
            open: true
            token: swordfish
            name: nobody
            """);

    SampleConfig config = SCHEMA.load(ConfigSources.ofFile(file)).get(SampleConfig.class);

    assertThat(config)
        .isEqualTo(
            new SampleConfig(
                Path.of("/srv/objects"),
                new HostPort("::1", 0),
                List.of(new HostPort("a", 1), new HostPort("b", 2)),
                16,
                new ByteSize(1 << 30),
                Duration.ofMillis(500),
                new FileMode(0600),
                LogLevel.DEBUG,
                true,
                Optional.of(Secret.parse("swordfish")),
                Optional.of("nobody")));
  }

  @Test
  void flag_winsOverEnvironmentWhichWinsOverFile() throws IOException {
    Path file = file("threads: 2\npatience: 2s\nname: file\n");

    Configuration configuration =
        SCHEMA.load(
            new ConfigSources(
                Optional.of(file),
                Map.of("SLUICE_PATIENCE", "3s", "SLUICE_NAME", "environment", "PATIENCE", "9s"),
                Map.of("name", List.of("flag"))));

    assertThat(configuration.effective())
        .extracting(
            effective -> effective.setting().key().name(),
            Configuration.Effective::values,
            effective -> effective.origin().toString())
        .contains(
            tuple("threads", List.of("2"), file + ":1"),
            tuple("patience", List.of("3s"), "environment SLUICE_PATIENCE"),
            tuple("name", List.of("flag"), "flag --name"),
            tuple("memory", List.of("32MiB"), "default"));
  }

  @Test
  void severalMistakes_areAllNamedWithValueAndExpectation() throws IOException {
    Path file = file("data:\nlisten-here: localhost\nthreads: 17\nmode: rw-r--r--\npatience: 1d\n");

    ConfigException mistakes =
        mistakes(
            new ConfigSources(
                Optional.of(file),
                Map.of("SLUICE_LOG_LEVEL", "loud"),
                Map.of("open", List.of("perhaps"), "memory", List.of("1KiB"))));

    assertThat(mistakes.mistakes())
        .extracting(ConfigMistake::toString)
        .containsExactlyInAnyOrder(
            "data (expected: not empty) [" + file + ":1]",
            "listen-here: localhost (expected: HOST:PORT, such as 127.0.0.1:39999 or [::1]:39999,"
                + " port 0..65535) ["
                + file
                + ":2]",
            "threads: 17 (expected: 1..16) [" + file + ":3]",
            "mode: rw-r--r-- (expected: an octal file mode, such as 0644) [" + file + ":4]",
            "patience: 1d (expected: at most 1h) [" + file + ":5]",
            "log-level: loud (expected: error or warn or info or debug or trace) [environment"
                + " SLUICE_LOG_LEVEL]",
            "open: perhaps (expected: true or false) [flag --open]",
            "memory: 1KiB (expected: at least 1MiB) [flag --memory]");
  }

  @Test
  void unknownKey_isAMistakeThatSuggestsTheNearestName() throws IOException {
    ConfigException mistakes =
        mistakes(ConfigSources.ofFile(file("tokne: swordfish\nlisten_here: a:1\ncolour: red\n")));

    assertThat(mistakes.mistakes())
        .extracting(ConfigMistake::key, ConfigMistake::value, ConfigMistake::expected)
        .containsExactly(
            tuple("tokne", "", "a known key; did you mean token?"),
            tuple("listen_here", "", "a known key; did you mean listen-here?"),
            tuple("colour", "", "a known key"));
  }

  @Test
  void secret_isMaskedInValuesAndMistakes() throws IOException {
    Configuration good = SCHEMA.load(ConfigSources.ofFile(file("token: swordfish\n")));
    ConfigException bad = mistakes(ConfigSources.ofFile(file("token: [ swordfish, marlin ]\n")));

    assertThat(good.effective().toString()).doesNotContain("swordfish");
    assertThat(good.get(SampleConfig.class).toString()).doesNotContain("swordfish");
    assertThat(bad).hasMessageContaining("token: ********").hasMessageNotContaining("swordfish");
  }

  @Test
  void ruleOverSeveralSettings_isCheckedTogetherWithTheRest() {
    ConfigException mistakes =
        mistakes(
            new ConfigSources(
                Optional.empty(),
                Map.of(),
                Map.of("listen-here", List.of("0.0.0.0:1"), "threads", List.of("0"))));

    assertThat(mistakes.mistakes())
        .extracting(ConfigMistake::key)
        .containsExactlyInAnyOrder("listen-here", "threads");
  }

  @Test
  void ruleOverAMistakenSetting_isNotJudged() {
    ConfigException mistakes =
        mistakes(
            new ConfigSources(
                Optional.empty(),
                Map.of(),
                Map.of("listen-here", List.of("0.0.0.0:1"), "token", List.of(" "))));

    assertThat(mistakes.mistakes()).extracting(ConfigMistake::key).containsExactly("token");
  }

  @Test
  void list_isSplitAtCommasOnOneLineAndGatheredFromRepeatedFlags() {
    SampleConfig config =
        SCHEMA
            .load(
                new ConfigSources(
                    Optional.empty(), Map.of(), Map.of("peers", List.of("a:1 , b:2", "c:3"))))
            .get(SampleConfig.class);

    assertThat(config.peers()).extracting(HostPort::host).containsExactly("a", "b", "c");
  }

  @Test
  void emptyEnvironmentVariable_isAsIfUnset() {
    Configuration configuration =
        SCHEMA.load(new ConfigSources(Optional.empty(), Map.of("SLUICE_TOKEN", ""), Map.of()));

    assertThat(configuration.get(SampleConfig.class).token()).isEmpty();
  }

  @Test
  void keySharedByTwoRecords_isOneSetting() {
    ConfigSchema schema =
        ConfigSchema.of(List.of(SampleConfig.class, OtherConfig.class), Set.of("fixed-here"));

    Configuration configuration =
        schema.load(new ConfigSources(Optional.empty(), Map.of("SLUICE_THREADS", "7"), Map.of()));

    assertThat(configuration.get(SampleConfig.class).threads()).isEqualTo(7);
    assertThat(configuration.get(OtherConfig.class)).isEqualTo(new OtherConfig(7, 5));
    assertThat(schema.settings())
        .extracting(spec -> spec.key().name())
        .containsOnlyOnce("threads")
        .doesNotContain("fixed-here");
  }

  @Test
  void recordWithinTwoRecords_isReadAndCheckedOnce() {
    ConfigSchema schema = ConfigSchema.of(List.of(FirstTier.class, SecondTier.class), Set.of());
    ConfigSources tooFew =
        new ConfigSources(Optional.empty(), Map.of("SLUICE_FILES", "1"), Map.of());

    assertThat(schema.settings())
        .extracting(spec -> spec.key().name())
        .containsExactly("name", "files", "pipes", "size");
    Configuration configuration = schema.load(ConfigSources.none());
    assertThat(configuration.get(FirstTier.class).shared()).isEqualTo(new Shared(8, 2));
    assertThat(configuration.get(SecondTier.class).shared()).isEqualTo(new Shared(8, 2));
    assertThat(catchThrowableOfType(ConfigException.class, () -> schema.load(tooFew)).mistakes())
        .extracting(ConfigMistake::key)
        .containsExactly("files");
  }

  /** What two records have in common. */
  public record Shared(
      @Setting(group = SettingGroup.LIMITS, about = "Files.", fallback = "8") int files,
      @Setting(group = SettingGroup.LIMITS, about = "Pipes.", fallback = "2") int pipes)
      implements Checked {
    @Override
    public void check(ConfigCheck check) {
      check.expect("files", files > pipes, "more than pipes", "pipes");
    }
  }

  /** A record with it. */
  public record FirstTier(
      @Setting(group = SettingGroup.LIMITS, about = "Name.", fallback = "one") String name,
      Shared shared) {}

  /** Another record with it. */
  public record SecondTier(
      @Setting(group = SettingGroup.LIMITS, about = "Size.", fallback = "3") int size,
      Shared shared) {}

  /** A second record that shares a key, and one that a process with both cannot set. */
  public record OtherConfig(
      @Setting(group = SettingGroup.LIMITS, about = "Threads.", fallback = "9") int threads,
      @Setting(group = SettingGroup.LIMITS, about = "Fixed.", fallback = "5") int fixedHere) {}

  private static ConfigException mistakes(ConfigSources sources) {
    return catchThrowableOfType(ConfigException.class, () -> SCHEMA.load(sources));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("sluice.yaml"), text);
  }
}
