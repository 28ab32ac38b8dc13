package dev.sluice.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "17, 17",
    "17B, 17",
    "1KiB, 1024",
    "64 KiB, 65536",
    "5GiB, 5368709120",
    "1TiB, 1099511627776",
    "100MB, 100000000",
    "2kB, 2000"
  })
  void byteSize_readsBinaryAndDecimalUnits(String text, long bytes) {
    assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "KiB", "-1", "1.5GiB", "1M", "1 XiB", "9999999999999999999", "9999999999TiB"})
  void byteSize_refusesTheRest(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a number of bytes");
  }

  @Property
  void byteSize_isReadBackFromItsText(@ForAll @LongRange(min = 0) long bytes) {
    ByteSize size = new ByteSize(bytes);

    assertThat(ByteSize.parse(size.toString())).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource({"0644, 0644", "644, 0644", "0000, 0000", "777, 0777", "2775, 2775"})
  void fileMode_isOctal(String text, String shown) {
    assertThat(FileMode.parse(text)).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "0888", "07777", "12775", "-644", "0o644"})
  void fileMode_refusesTheRest(String text) {
    assertThatThrownBy(() -> FileMode.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void duration_readsANumberAndAUnit() {
    assertThat(List.of("0s", "500ms", "30s", "10m", "24h", "7d"))
        .extracting(Durations::parse)
        .containsExactly(
            Duration.ZERO,
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            Duration.ofHours(24),
            Duration.ofDays(7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "-1s", "1h30m", "1w", "99999999999s"})
  void duration_refusesTheRest(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a duration, such as");
  }

  @Test
  void secret_neverShowsItself() {
    assertThat(Secret.parse("swordfish")).hasToString("********");
    assertThat(Secret.parse("swordfish").reveal()).isEqualTo("swordfish");
  }

  @Test
  void secretFile_givesItsFirstLine() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "  swordfish \nmarlin\n");

    assertThat(Secret.givenOrInFile(Optional.empty(), Optional.of(file)))
        .contains(Secret.parse("swordfish"));
  }

  @Test
  void missingSecretFile_isAReasonNotToStart() {
    Path file = folder.resolve("absent");

    assertThatThrownBy(() -> Secret.givenOrInFile(Optional.empty(), Optional.of(file)))
        .isInstanceOf(StartupException.class)
        .hasMessage("the secret in " + file + " cannot be read: no such file or folder");
  }

  @ParameterizedTest
  @CsvSource({
    "lsiten, listen",
    "listne, listen",
    "listens, listen",
    "data, data",
    "date, data",
    "TOKEN, token"
  })
  void nearName_forgivesATypingError(String given, String meant) {
    assertThat(Suggestion.of(given, List.of("listen", "token", "data"))).contains(meant);
  }

  @Test
  void nearName_guessesNothingFarFetched() {
    assertThat(Suggestion.of("bucket", List.of("listen", "token", "data"))).isEmpty();
  }

  @Test
  void settingKey_hasThreeSpellings() {
    SettingKey key = SettingKey.ofComponent("agentListen");

    assertThat(key).hasToString("agent-listen");
    assertThat(key.flag()).isEqualTo("--agent-listen");
    assertThat(key.environmentName()).isEqualTo("SLUICE_AGENT_LISTEN");
  }
}
