package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.config.StartupException;
import dev.sluice.common.config.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentIdTest {
  @TempDir private Path folder;

  @Test
  void id_staysWithItsStateFolder() throws Exception {
    StateFolder one = new StateFolder(Files.createDirectory(folder.resolve("one")));
    StateFolder two = new StateFolder(Files.createDirectory(folder.resolve("two")));

    String id = AgentId.keep(one);

    assertThat(AgentId.keep(one)).isEqualTo(id).isNotEmpty();
    assertThat(AgentId.keep(two)).isNotEqualTo(id);
    assertThat(one.path()).isDirectoryContaining(path -> path.equals(one.agentId()));
    assertThat(one.unfinishedAgentId()).doesNotExist();
  }

  @Test
  void emptyFile_isReplaced() throws Exception {
    StateFolder state = new StateFolder(folder);
    Files.createFile(state.agentId());

    assertThat(AgentId.keep(state)).isNotEmpty().isEqualTo(AgentId.keep(state));
  }

  @Test
  void folderThatCannotHoldIt_isNamed() {
    StateFolder missing = new StateFolder(folder.resolve("missing"));

    assertThatThrownBy(() -> AgentId.keep(missing))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(missing.agentId().toString());
  }
}
