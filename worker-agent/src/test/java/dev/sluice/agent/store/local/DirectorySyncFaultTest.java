package dev.sluice.agent.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.FaultyPosix;
import dev.sluice.agent.store.local.posix.LimitedAttributes;
import dev.sluice.agent.store.local.posix.PosixCall;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.common.model.StorageException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happened, but was answered with a failure since its directory could not be synced, is not
 * answered as done when a client asks again and nothing is left to be done.
 */
class DirectorySyncFaultTest {
  @TempDir Path root;
  private FaultyPosix posix;
  private StoreClient client;

  @BeforeEach
  void open() {
    posix = new FaultyPosix(LimitedAttributes.AS_THEY_ARE);
    client = StoreClient.begin(root, posix);
  }

  @AfterEach
  void close() {
    posix.heal();
    client.close();
    assertThat(posix.open()).isEmpty();
  }

  /** Every sync fails from the moment that a call of this kind was made. */
  private void failSyncsAfter(PosixCall shown) {
    AtomicBoolean begun = new AtomicBoolean();
    Predicate<PosixCall> calls =
        call -> {
          begun.compareAndSet(false, call == shown);
          return begun.get() && call == PosixCall.SYNC;
        };
    posix.fail(new FaultyPosix.Fault(Errno.EIO, calls, 0, true));
  }

  @Test
  void deleteAgain_isDoneOnlyWhenItIsOnTheDisk() {
    client.put("d/key", "old");
    failSyncsAfter(PosixCall.UNLINK);
    assertThatThrownBy(() -> client.delete("d/key")).isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> client.delete("d/key")).isInstanceOf(StorageException.class);

    posix.heal();
    assertThat(client.delete("d/key")).isFalse();
  }

  @Test
  void completionAgain_isDoneOnlyWhenItIsOnTheDisk() {
    UploadRef upload = client.begin("d/big");
    PartRecord part = client.part(upload, 1, "one");
    failSyncsAfter(PosixCall.RENAME);
    assertThatThrownBy(() -> client.complete(upload, part)).isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> client.complete(upload, part)).isInstanceOf(StorageException.class);

    posix.heal();
    assertThat(client.complete(upload, part).size()).isEqualTo(3);
  }

  @Test
  void manyDirectoriesThatFailed_areNotAllHeldOpen() {
    int directories = 70;
    for (int number = 0; number < directories; number++) {
      client.put("d" + number + "/key", "old");
      client.put("d" + number + "/stays", "old");
    }
    int open = posix.open().size();
    failSyncsAfter(PosixCall.UNLINK);
    for (int number = 0; number < directories; number++) {
      String key = "d" + number + "/key";
      assertThatThrownBy(() -> client.delete(key)).isInstanceOf(StorageException.class);
    }
    assertThat(posix.open().size() - open).isLessThan(directories);

    posix.heal();
    client.put("d1/key", "new");
    assertThatThrownBy(() -> client.delete("d69/key")).isInstanceOf(StorageException.class);
  }

  @Test
  void start_needsWhatItFindsToBeOnTheDisk() {
    client.close();
    posix.failNext(Errno.EIO, call -> call == PosixCall.SYNC_FILE_SYSTEM);
    assertThatThrownBy(() -> new StoreClient(root, posix))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot be used");

    client = new StoreClient(root, posix);
  }
}
