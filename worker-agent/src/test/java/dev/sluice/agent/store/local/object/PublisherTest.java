package dev.sluice.agent.store.local.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.local.Fixture;
import dev.sluice.agent.store.local.posix.RecordingPosix;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Puts whose directories are taken away under them, as a delete does that finds them empty. */
class PublisherTest {
  @TempDir private Path root;

  private final RecordingPosix posix = new RecordingPosix();
  private final List<String> taken = new ArrayList<>();
  private Fixture local;

  @BeforeEach
  void open() {
    local = new Fixture(root, posix);
  }

  @AfterEach
  void close() {
    posix.beforeMakeDirectory(null);
    posix.afterMakeDirectory(null);
    local.close();
  }

  @Test
  void directoryTakenAway_beforeTheNextIsMadeInIt_isMadeAgain() {
    posix.beforeMakeDirectory(name -> takeAway(name, "b", "a", 5));

    local.put("a/b/f", "content");

    assertThat(taken).hasSize(5);
    assertThat(local.get("a/b/f")).isEqualTo("content");
  }

  @Test
  void directoryTakenAway_beforeItIsOpened_isMadeAgain() {
    posix.afterMakeDirectory(name -> takeAway(name, "a", "a", 5));

    local.put("a/b/f", "content");

    assertThat(taken).hasSize(5);
    assertThat(local.get("a/b/f")).isEqualTo("content");
  }

  @Test
  void directoryTakenAwayForEver_endsThePut() {
    posix.afterMakeDirectory(name -> takeAway(name, "a", "a", Integer.MAX_VALUE));

    assertThatThrownBy(() -> local.put("a/b/f", "content"))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.reason()).isEqualTo(FailureReason.CONDITIONAL_CONFLICT));

    assertThat(local.stat("a/b/f")).isNull();
    assertThat(root.resolve(".sluice/staging")).isEmptyDirectory();
    assertThat(local.file("a")).doesNotExist();
  }

  private void takeAway(String made, String trigger, String directory, int times)
      throws java.io.IOException {
    if (made.equals(trigger) && taken.size() < times) {
      taken.add(directory);
      Files.delete(local.file(directory));
    }
  }
}
