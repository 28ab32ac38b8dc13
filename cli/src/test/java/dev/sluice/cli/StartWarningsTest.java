package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.AgentConfig;
import dev.sluice.common.config.ConfigSchema;
import dev.sluice.common.config.ConfigSources;
import dev.sluice.frontend.FrontendConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartWarningsTest {
  @TempDir private Path folder;

  private static <T extends Record> T config(Class<T> type, String setting, Path value) {
    return ConfigSchema.of(type)
        .load(
            new ConfigSources(
                Optional.empty(), Map.of(), Map.of(setting, List.of(value.toString()))))
        .get(type);
  }

  private List<String> ofData(Path data) {
    return new StartWarnings(folder.resolve("home"))
        .of(config(AgentConfig.class, "data", data))
        .sentences();
  }

  @ParameterizedTest
  @CsvSource({
    "rw-r--r--, true",
    "rw-rw----, true",
    "rw-r-----, true",
    "rw--w----, false",
    "rw-------, false",
    "r--------, false",
  })
  void credentialsThatOthersRead_areNamed(String permissions, boolean warned) throws IOException {
    Path file = Files.createFile(folder.resolve("credentials.yaml"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    List<String> sentences =
        new StartWarnings(folder).of(config(FrontendConfig.class, "credentials", file)).sentences();

    assertThat(sentences).hasSize(warned ? 1 : 0);
    assertThat(sentences)
        .allSatisfy(line -> assertThat(line).startsWith("credentials: " + file + " can be read"));
  }

  @Test
  void tokenThatOthersRead_isNamedOnceForBothTiers() throws IOException {
    Path file = Files.createFile(folder.resolve("token"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(
            new StartWarnings(folder)
                .of(config(FrontendConfig.class, "token-file", file))
                .of(config(AgentConfig.class, "token-file", file))
                .sentences())
        .singleElement()
        .asString()
        .startsWith("token-file: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/home", "/root", "/home/somebody", "/home/x/../somebody", "/proc/.."})
  void dataThatIsTheRootOrAHome_isNamed(Path data) {
    assertThat(ofData(data)).singleElement().asString().startsWith("data: " + data + " is ");
  }

  @Test
  void dataThatIsTheUsersHome_isNamedWhateverLeadsThere() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));

    assertThat(ofData(Files.createSymbolicLink(folder.resolve("link"), home))).hasSize(1);
  }

  @Test
  void folderForBuckets_isAsExpected() {
    assertThat(ofData(folder.resolve("home/objects"))).isEmpty();
    assertThat(ofData(Path.of("/home/somebody/objects"))).isEmpty();
    assertThat(ofData(Path.of("/srv"))).isEmpty();
  }
}
