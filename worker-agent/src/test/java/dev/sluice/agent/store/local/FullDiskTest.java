package dev.sluice.agent.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system that is really full. */
class FullDiskTest {
  private static final long DISK_BYTES = 16 << 20;
  private static final int LARGE_BYTES = 512 << 10;

  /** From large to small, so that no room is left in the end. */
  private static final List<Integer> FILLING = List.of(LARGE_BYTES, 16 << 10, 1);

  @TempDir Path folder;
  private @Nullable Mount disk;
  private @Nullable StoreClient opened;

  @BeforeEach
  void open() throws IOException {
    Path mounted = Files.createDirectory(folder.resolve("mounted"));
    // Without a reserve: root would never find it full.
    disk = Mount.image(mounted, "ext4", "e2fsprogs", DISK_BYTES, "-m", "0");
    opened = StoreClient.begin(Files.createDirectory(mounted.resolve("data")), Posix.system());
  }

  @AfterEach
  void close() {
    if (opened != null) {
      opened.close();
    }
    if (disk != null) {
      disk.close();
    }
  }

  private StoreClient client() {
    return Objects.requireNonNull(opened);
  }

  private static String content(int bytes) {
    return "x".repeat(bytes);
  }

  /** Puts until nothing more fits; the keys of what did. */
  private List<String> fill() {
    List<String> keys = new ArrayList<>();
    for (int bytes : FILLING) {
      String content = content(bytes);
      StorageException failure = null;
      while (failure == null) {
        String key = "filling/" + bytes + "/" + keys.size();
        try {
          client().put(key, content);
          keys.add(key);
        } catch (StorageException e) {
          failure = e;
        }
      }
      assertIsFull(failure);
    }
    return keys;
  }

  private void assertFull(ThrowingCallable call) {
    assertIsFull(catchThrowableOfType(StorageException.class, call));
  }

  private void assertIsFull(@Nullable StorageException failure) {
    assertThat(failure).isNotNull();
    assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_FULL);
    assertThat(StoreState.staged(client().root)).isEmpty();
  }

  private void free(List<String> filling) {
    filling.stream().limit(4).forEach(key -> assertThat(client().delete(key)).isTrue());
  }

  private List<String> state() {
    return StoreState.of(client());
  }

  @Test
  void put_leavesTheOldObject_untilThereIsSpaceAgain() {
    client().put("key", "old");
    List<String> filling = fill();
    List<String> full = state();

    assertFull(() -> client().put("key", content(LARGE_BYTES)));
    assertFull(() -> client().put("d/e/f", content(LARGE_BYTES)));
    assertThat(state()).isEqualTo(full);

    free(filling);
    ObjectInfo stored = client().put("key", content(LARGE_BYTES));
    assertThat(stored.size()).isEqualTo(LARGE_BYTES);
  }

  @Test
  void part_leavesTheEarlierOnes_untilThereIsSpaceAgain() {
    UploadRef upload = client().begin("big");
    PartRecord one = client().part(upload, 1, content(LARGE_BYTES));
    List<String> filling = fill();

    assertFull(() -> client().part(upload, 2, content(LARGE_BYTES)));
    assertFull(() -> client().part(upload, 1, content(LARGE_BYTES)));
    assertThat(client().parts(upload)).containsExactly(one);

    free(filling);
    PartRecord two = client().part(upload, 2, content(LARGE_BYTES));
    assertThat(client().complete(upload, one, two).size()).isEqualTo(2 * LARGE_BYTES);
  }

  @Test
  void completion_leavesTheUpload_untilThereIsSpaceAgain() {
    UploadRef upload = client().begin("big");
    PartRecord one = client().part(upload, 1, content(LARGE_BYTES));
    client().part(upload, 2, content(LARGE_BYTES));
    PartRecord three = client().part(upload, 3, content(LARGE_BYTES));
    List<String> filling = fill();

    assertFull(() -> client().complete(upload, one, three));
    assertThat(client().parts(upload)).hasSize(3);

    free(filling);
    ObjectInfo whole = client().complete(upload, one, three);
    assertThat(whole.size()).isEqualTo(2 * LARGE_BYTES);
    assertThat(client().complete(upload, one, three)).isEqualTo(whole);
  }

  @Test
  void copy_leavesTheTarget_untilThereIsSpaceAgain() {
    client().put("source", content(LARGE_BYTES));
    client().put("key", "old");
    List<String> filling = fill();
    List<String> full = state();

    assertFull(() -> client().copy("source", "key"));
    assertThat(state()).isEqualTo(full);

    free(filling);
    assertThat(client().copy("source", "key").size()).isEqualTo(LARGE_BYTES);
  }

  @Test
  void agent_startsAndClearsAFullDisk() {
    UploadRef upload = client().begin("big");
    client().part(upload, 1, "one");
    fill();
    List<String> full = state();
    Path root = client().root;
    client().close();

    opened = new StoreClient(root, Posix.system());
    assertThat(state()).isEqualTo(full);
    client().abort(upload);
    StoreState.assertNothingStays(client());
  }
}
