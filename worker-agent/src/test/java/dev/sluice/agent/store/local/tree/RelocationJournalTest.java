package dev.sluice.agent.store.local.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.local.Fixture;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Lack;
import dev.sluice.agent.store.local.posix.LackingPosix;
import dev.sluice.common.model.StorageException;
import dev.sluice.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code a/b} is put beside the object {@code a} where two names cannot be exchanged. */
@Timeout(60)
class RelocationJournalTest {
  private static final String LAST_STEP = "rename a";

  @TempDir Path root;
  private LackingPosix posix;
  private Fixture local;

  /** The process ends; nothing that it would still have done is done. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @BeforeEach
  void open() {
    start();
    local.put("a", "self");
  }

  @AfterEach
  void close() {
    local.close();
  }

  private void start() {
    posix = new LackingPosix(Lack.EXCHANGE, Lack.NO_REPLACE);
    local = new Fixture(root, posix);
  }

  private void restart() {
    posix.before(null);
    local.close();
    start();
  }

  private List<Path> journal() throws IOException {
    try (Stream<Path> entries = Files.list(root.resolve(".sluice/moves"))) {
      return entries.toList();
    }
  }

  private void crashBefore(String call) {
    posix.before(
        now -> {
          if (now.equals(call)) {
            throw new Crash();
          }
        });
    assertThatThrownBy(() -> local.put("a/b", "below")).isInstanceOf(Crash.class);
    posix.before(null);
    local.close();
  }

  @Test
  void object_movesIntoTheDirectory() throws IOException {
    local.put("a/b", "below");

    assertThat(local.file("a/.%self")).hasContent("self");
    assertThat(local.get("a")).isEqualTo("self");
    assertThat(local.get("a/b")).isEqualTo("below");
    assertThat(local.at("a").record()).isEqualTo(Fixture.record("self"));
    assertThat(journal()).isEmpty();
  }

  @Test
  void entry_isDurableBeforeTheObjectLeaves_andTheObjectBeforeTheEntryGoes() {
    posix.calls.clear();
    local.put("a/b", "below");

    List<String> calls =
        posix.calls.stream().map(call -> call.replaceAll("[0-9a-f]{16}-\\d+", "N")).toList();
    assertThat(calls)
        .containsSubsequence(
            "mkdir N",
            "mkdir directory",
            "create entry",
            "sync entry",
            "sync N",
            "sync moves",
            "rename .%self",
            "sync directory",
            "rename a",
            "sync photos",
            "unlink entry",
            "rmdir N");
  }

  @Test
  void crashAtAnyStep_showsTheObjectAsItWas() throws IOException {
    posix.calls.clear();
    local.put("a/b", "below");
    int steps = posix.calls.size();
    for (int step = 0; step < steps; step++) {
      local.delete("a/b");
      local.delete("a");
      local.put("a", "self");
      int[] left = {step};
      posix.before(
          call -> {
            if (left[0]-- == 0) {
              throw new Crash();
            }
          });
      try {
        local.put("a/b", "below");
      } catch (Crash e) {
        assertThat(left[0]).isNegative();
      }
      restart();

      assertThat(local.get("a")).as("after %d steps", step).isEqualTo("self");
      assertThat(local.at("a").record()).isEqualTo(Fixture.record("self"));
      assertThat(local.get("a/b")).isIn(null, "below");
      assertThat(journal()).isEmpty();
      local.put("a/b", "below");
      assertThat(local.keys()).containsExactly("a", "a/b");
    }
  }

  @Test
  void readerAndLister_waitForAnObjectOnItsWay() throws Exception {
    FutureTask<String> reader = new FutureTask<>(() -> Objects.requireNonNull(local.get("a")));
    FutureTask<Boolean> stat = new FutureTask<>(() -> local.stat("a") != null);
    FutureTask<List<String>> lister = new FutureTask<>(() -> local.keys());
    posix.before(
        call -> {
          if (call.equals(LAST_STEP)) {
            assertThat(local.file("a")).doesNotExist();
            List.of(reader, stat, lister).forEach(RelocationJournalTest::runUntilItWaits);
          }
        });

    local.put("a/b", "below");

    assertThat(reader.get()).isEqualTo("self");
    assertThat(stat.get()).isTrue();
    assertThat(lister.get()).contains("a");
  }

  private static void runUntilItWaits(FutureTask<?> task) {
    Thread thread = Thread.ofPlatform().daemon().start(task);
    var _ =
        Await.until(
            "state of the thread",
            () -> {
              assertThat(task.isDone()).as("answers before the object has come home").isFalse();
              return thread.getState();
            },
            state -> state == Thread.State.WAITING);
  }

  @Test
  void lastStepThatFails_putsTheObjectBack() throws IOException {
    posix.before(
        call -> {
          if (call.equals(LAST_STEP)) {
            posix.before(null);
            throw new ErrnoException(Errno.EIO, "rename", new byte[0]);
          }
        });

    assertThatThrownBy(() -> local.put("a/b", "below")).isInstanceOf(StorageException.class);

    assertThat(local.file("a")).hasContent("self");
    assertThat(local.get("a")).isEqualTo("self");
    assertThat(journal()).isEmpty();
    local.put("a/b", "below");
    assertThat(local.keys()).containsExactly("a", "a/b");
  }

  @Test
  void fileFromOutside_inTheMiddle_isNewerAndStays() throws IOException {
    posix.before(
        call -> {
          if (call.equals(LAST_STEP)) {
            posix.before(null);
            obstruct();
          }
        });

    assertThatThrownBy(() -> local.put("a/b", "below")).isInstanceOf(StorageException.class);

    assertThat(local.get("a")).isEqualTo("from outside");
    restart();
    assertThat(local.get("a")).isEqualTo("from outside");
    assertThat(journal()).isEmpty();
  }

  private void obstruct() {
    try {
      Files.writeString(local.file("a"), "from outside");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void fileFromOutside_afterTheCrash_isNewerAndStays() throws IOException {
    crashBefore(LAST_STEP);
    Files.writeString(local.file("a"), "newer");
    start();

    assertThat(local.get("a")).isEqualTo("newer");
    assertThat(journal()).isEmpty();
  }

  @Test
  void directoryFromOutside_afterTheCrash_takesTheObjectIn() throws IOException {
    crashBefore(LAST_STEP);
    Files.createDirectory(local.file("a"));
    Files.writeString(local.file("a/c"), "outside");
    start();

    assertThat(local.keys()).containsExactly("a", "a/c");
    assertThat(local.get("a")).isEqualTo("self");
    assertThat(journal()).isEmpty();
  }

  @Test
  void bucketThatWent_takesTheObjectWithIt() throws IOException {
    crashBefore(LAST_STEP);
    Files.delete(root.resolve("photos"));
    start();

    assertThat(local.get("a")).isNull();
    assertThat(journal()).isEmpty();
  }

  @Test
  void damagedEntry_keepsTheObjectForPeople() throws IOException {
    crashBefore(LAST_STEP);
    Path move = journal().getFirst();
    Files.writeString(move.resolve("entry"), "nonsense");
    start();

    assertThat(local.get("a")).isNull();
    assertThat(move.resolve("directory/.%self")).hasContent("self");
  }
}
