package dev.sluice.agent.store.local.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.agent.store.BodyWriter;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.local.LocalEngine;
import dev.sluice.agent.store.local.LocalSettings;
import dev.sluice.agent.store.local.StoreClient;
import dev.sluice.agent.store.local.StoreState;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileSystemStat;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose file system comes down to its reserve. */
class LowSpaceTest {
  private static final long TOTAL = 1L << 30;

  @TempDir Path root;
  @TempDir Path other;
  private volatile long free = TOTAL / 2;
  private volatile Instant now = Instant.parse("2026-11-23T01:02:03Z");
  private StoreClient client;

  private LocalSettings settings(Path folder) {
    return new LocalSettings(
        folder,
        true,
        0644,
        0755,
        1 << 20,
        1 << 20,
        Duration.ZERO,
        () -> now,
        100,
        new FreeSpaceReserve(TOTAL, 1),
        false,
        false);
  }

  private final class PretendDisk extends Posix {
    @Override
    public FileSystemStat fileSystem(Descriptor file) throws ErrnoException {
      FileSystemStat real = super.fileSystem(file);
      return new FileSystemStat(real.type(), TOTAL, free, 0, 0, 255, false);
    }
  }

  @BeforeEach
  void open() {
    client = new StoreClient(settings(root), new PretendDisk());
    client.store.createBucket(StoreClient.ALICE, StoreClient.BUCKET);
  }

  @AfterEach
  void close() {
    client.close();
  }

  private static long measure(LocalEngine engine, String name) {
    return engine.measures().stream()
        .filter(measure -> measure.name().equals(name))
        .mapToLong(measure -> measure.value().getAsLong())
        .sum();
  }

  private void free(long bytes) {
    free = bytes;
    now = now.plusSeconds(1);
  }

  private static void assertFull(ThrowingCallable call) {
    StorageException failure = catchThrowableOfType(StorageException.class, call);
    assertThat(failure).isNotNull();
    assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_FULL);
  }

  @Test
  void lowSpace_refusesWhatNeedsSome_andNothingElse() {
    client.put("key", "old");
    client.put("other", "old");
    UploadRef upload = client.begin("big");
    PartRecord one = client.part(upload, 1, "111111");
    PartRecord two = client.part(upload, 2, "222");
    UploadRef unwanted = client.begin("unwanted");

    free(1);
    assertFull(() -> client.put("key", "new"));
    assertFull(() -> client.put("another", "new"));
    assertFull(() -> client.copy("key", "copy"));
    assertFull(() -> client.begin("bigger"));
    assertFull(() -> client.part(upload, 3, "3"));
    assertFull(() -> client.store.createBucket(StoreClient.ALICE, new BucketName("more")));
    assertThat(StoreState.staged(root)).isEmpty();

    assertThat(client.describe("key", "text/plain").size()).isEqualTo(3);
    assertThat(client.complete(upload, one, two).size()).isEqualTo(9);
    client.abort(unwanted);
    assertThat(client.delete("other")).isTrue();

    free(TOTAL / 2);
    assertThat(client.put("key", "new").size()).isEqualTo(3);
  }

  @Test
  void largePut_isRefusedBeforeItsBytesCome() {
    assertFull(() -> client.beginPut("key", TOTAL, WriteConditions.NONE).close());
    assertThat(StoreState.staged(root)).isEmpty();
  }

  @Test
  void spaceThatRunsOut_endsAPutInTheMiddle() {
    client.put("key", "old");
    try (BodyWriter<ObjectInfo> body = client.beginPut("key", 6, WriteConditions.NONE)) {
      body.write(ByteBuffer.wrap(new byte[3]));
      free(1);
      assertFull(() -> body.write(ByteBuffer.wrap(new byte[3])));
    }
    assertThat(StoreState.staged(root)).isEmpty();
    free(TOTAL / 2);
    assertThat(client.put("key", "newer").size()).isEqualTo(5);
  }

  @Test
  void engine_saysThatItIsLow_untilItIsNotAnyMore() {
    try (LocalEngine engine = LocalEngine.open(settings(other), new PretendDisk())) {
      assertThat(engine.notice()).isNull();
      free(1);
      assertThat(engine.notice()).contains("data folder");
      assertThat(measure(engine, "sluice_storage_low_filesystems")).isOne();
      assertThat(measure(engine, "sluice_storage_free_bytes")).isOne();
      free(TOTAL / 2);
      assertThat(engine.notice()).isNull();
    }
  }
}
