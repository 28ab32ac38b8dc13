package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.VersionId;
import dev.sluice.agent.store.scrub.DamagedObject;
import dev.sluice.agent.store.scrub.ScrubCounts;
import dev.sluice.agent.store.scrub.ScrubOutcome;
import dev.sluice.agent.store.scrub.ScrubState;
import dev.sluice.common.config.StateFolder;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrubStateFileTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901234Z");
  private static final ObjectName NAME =
      new ObjectName(new BucketName("bucket"), new ObjectKey("k\0ey/ü"), VersionId.NULL);
  private static final ScrubState STATE =
      new ScrubState(
          TIME,
          NAME,
          TIME.minusSeconds(9),
          new ScrubCounts(12, Map.of(ScrubOutcome.INTACT, 3L, ScrubOutcome.ROTTEN, 1L)),
          List.of(new DamagedObject(NAME, ScrubOutcome.ROTTEN, 7, TIME, TIME, "why")),
          2);

  @TempDir private Path folder;

  private ScrubStateFile file() {
    StateFolder state = new StateFolder(folder);
    return new ScrubStateFile(state.scrub(), state.unfinishedScrub());
  }

  @Test
  void state_comesBackWhole() throws IOException {
    file().keep(ScrubState.NONE);
    file().keep(STATE);

    assertThat(file().load()).isEqualTo(STATE);
    assertThat(StateFolder.names()).as("names that fsck knows").containsAll(names());
  }

  @Test
  void missingOrDamagedFile_beginsAnew() throws IOException {
    assertThat(file().load()).isEqualTo(ScrubState.NONE);
    file().keep(STATE);
    byte[] bytes = Files.readAllBytes(folder.resolve("scrub"));
    bytes[3] ^= 1;
    Files.write(folder.resolve("scrub"), bytes);

    assertThat(file().load()).isEqualTo(ScrubState.NONE);
  }

  @Test
  void folderThatIsAway_isNoFailure() {
    ScrubStateFile away =
        new ScrubStateFile(folder.resolve("away/scrub"), folder.resolve("away/scrub.new"));

    away.keep(STATE);

    assertThat(away.load()).isEqualTo(ScrubState.NONE);
    assertThat(folder).isEmptyDirectory();
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
