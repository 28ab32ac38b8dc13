package dev.sluice.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

  @TempDir private Path folder;

  @Test
  void emptyFile_givesNothing() throws IOException {
    ConfigFile file = read("# only a comment\n");

    assertThat(file.values()).isEmpty();
    assertThat(file.mistakes()).isEmpty();
  }

  @Test
  void missingFile_isAMistake() {
    ConfigFile file = ConfigFile.read(folder.resolve("absent.yaml"));

    assertThat(file.mistakes())
        .singleElement()
        .asString()
        .contains("absent.yaml", "no such file or folder");
  }

  @Test
  void brokenYaml_isAMistakeWithItsLine() throws IOException {
    assertThat(read("a: 1\nb: [ 2\n").mistakes())
        .singleElement()
        .asString()
        .contains("well-formed YAML", "sluice.yaml:");
  }

  @Test
  void yamlThatTheLibraryTripsOver_isAMistake() throws IOException {
    assertThat(read("!%00").mistakes()).hasSize(1);
    assertThat(read("[".repeat(100_000)).mistakes()).hasSize(1);
  }

  @Test
  void repeatedKey_isAMistakeAtItsSecondLine() throws IOException {
    assertThat(read("a: 1\n\na: 2\n").mistakes())
        .singleElement()
        .asString()
        .contains("a (expected: each key once)", "sluice.yaml:3");
  }

  @Test
  void nestedKeys_areAMistakeThatDoesNotHideTheOthers() throws IOException {
    ConfigFile file = read("a:\n  b: 1\nc: 2\n");

    assertThat(file.mistakes()).extracting(ConfigMistake::key).containsExactly("a");
    assertThat(file.values()).containsOnlyKeys("c");
  }

  @Test
  void listAtTheTop_isAMistake() throws IOException {
    assertThat(read("- a\n- b\n").mistakes()).singleElement().asString().contains("KEY: VALUE");
  }

  @Test
  void bytesThatAreNoUtf8_areAMistake() throws IOException {
    Path path = Files.write(folder.resolve("sluice.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});

    assertThat(ConfigFile.read(path).mistakes()).singleElement().asString().contains("UTF-8");
  }

  @Test
  void aliasBomb_isAMistake() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [ x, x ]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("a%d: &a%d [ *a%d, *a%d ]\n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(read(bomb.toString()).mistakes()).isNotEmpty();
  }

  /** The YAML library reads in portions of 1,024 characters, unless it is told otherwise. */
  @Test
  void emojiAnywhere_isReadAsAnythingElse() throws IOException {
    for (int place = 1000; place < 1050; place++) {
      ConfigFile file = read("# " + "x".repeat(place) + "\uD83C\uDF89\na: 1\n");
      assertThat(file.mistakes()).isEmpty();
      assertThat(file.values()).containsOnlyKeys("a");
    }
  }

  private ConfigFile read(String text) throws IOException {
    return ConfigFile.read(Files.writeString(folder.resolve("sluice.yaml"), text));
  }
}
