package dev.sluice.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MadeTokenTest {
  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void folderOfAnAgent() throws IOException {
    file = StateFolder.ofDataFolder(folder).token();
    Files.createDirectory(folder.resolve(".sluice"));
  }

  @Test
  void token_isMadeOnceForItsOwnerAlone() throws IOException {
    Secret made = MadeToken.keep(file);

    assertThat(made.reveal()).matches("[0-9a-f]{64}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(MadeToken.keep(file)).isEqualTo(made);
    assertThat(MadeToken.find(file)).contains(made);
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void everyToken_isAnother() {
    assertThat(MadeToken.keep(file)).isNotEqualTo(MadeToken.keep(folder.resolve("other")));
  }

  @Test
  void missingFile_isNoToken() {
    assertThat(MadeToken.find(file)).isEqualTo(Optional.empty());
  }

  /** Left by a process that was killed while it made one. */
  @Test
  void unfinishedFile_isNoToken() throws IOException {
    Files.writeString(file.resolveSibling("agent-token.new"), "half");

    assertThat(MadeToken.find(file)).isEmpty();
    assertThat(MadeToken.keep(file).reveal()).hasSize(64);
  }

  @Test
  void fileThatOthersMayRead_isRefused() throws IOException {
    Files.writeString(file, "a token that everybody knows\n");
    for (String mode : new String[] {"rw-r-----", "rw----r--", "rw--w----"}) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      assertThatThrownBy(() -> MadeToken.find(file))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining(mode)
          .hasMessageContaining(file.toString());
      assertThatThrownBy(() -> MadeToken.keep(file)).isInstanceOf(StartupException.class);
    }
  }

  @Test
  void folderThatIsNotThere_isNamed() {
    assertThatThrownBy(() -> MadeToken.keep(folder.resolve("none/agent-token")))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("none/agent-token");
  }
}
