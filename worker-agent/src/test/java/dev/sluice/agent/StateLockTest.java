package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.config.StartupException;
import dev.sluice.common.config.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder that one agent uses at a time. All of it is ours. */
class StateLockTest {
  @TempDir Path above;
  private StateFolder folder;

  @BeforeEach
  void name() {
    folder = new StateFolder(above.resolve("state"));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void folder_isMadeForTheAgentAlone() throws IOException {
    try (StateLock _ = StateLock.take(folder)) {
      assertThat(mode(folder.path())).isEqualTo("rwx------");
      assertThat(mode(folder.lock())).isEqualTo("rw-------");
    }
  }

  @Test
  void folderInUse_isRefusedUntilItIsFree() {
    try (StateLock _ = StateLock.take(folder)) {
      assertThatThrownBy(() -> StateLock.take(folder))
          .isInstanceOf(StartupException.class)
          .hasMessage("the state folder " + folder.path() + " is used by another agent already");
    }
    StateLock.take(folder).close();
  }

  @Test
  void folderThatOthersMayEnter_isRefused() throws IOException {
    Files.createDirectory(folder.path());
    Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThatThrownBy(() -> StateLock.take(folder))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("its mode is rwxr-xr-x (expected: 0700)");
  }

  /** Another agent may serve it, and would lose its socket. */
  @Test
  void folderOfAStore_isRefused() throws IOException {
    StateLock.take(folder).close();
    Files.writeString(folder.path().resolve("format"), "1\n");

    assertThatThrownBy(() -> StateLock.take(folder))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("belongs to a data folder");
  }

  @Test
  void folderThatCannotBeMade_isRefusedInASentence() throws IOException {
    assertThatThrownBy(() -> StateLock.take(new StateFolder(above.resolve("none/state"))))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("there is no folder " + above.resolve("none"));
    Files.writeString(folder.path(), "");
    assertThatThrownBy(() -> StateLock.take(folder))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(folder.path().toString());
  }
}
