package dev.sluice.agent.store.local.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.agent.store.local.StoreClient;
import dev.sluice.agent.store.local.posix.HeldPosix;
import dev.sluice.agent.store.request.CopyRequest;
import dev.sluice.agent.store.request.CopySource;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.common.digest.Checksum;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** While one caller's bytes are synced or read, others change the same key. */
@Timeout(60)
class SlowBytesTest {
  private final HeldPosix posix = new HeldPosix();
  @TempDir private Path root;
  private StoreClient client;

  @BeforeEach
  void open() {
    client = StoreClient.begin(root, posix);
  }

  @AfterEach
  void close() {
    posix.release();
    client.close();
  }

  @Test
  void conditionalPutThatSyncs_keepsNoWriterOfItsKeyWaiting() throws Exception {
    ObjectInfo old = client.put("key", "old");
    CompletableFuture<ObjectInfo> slow =
        held(HeldPosix.Slow.SYNC, () -> client.put("key", "slow", StoreClient.ifMatch(old.etag())));

    ObjectInfo first = client.put("key", "first");
    client.put("key", "second", StoreClient.ifMatch(first.etag()));
    assertThat(slow).isNotDone();
    posix.release();

    assertThat(failureOf(slow)).isEqualTo(FailureReason.PRECONDITION_FAILED);
    assertThat(content()).isEqualTo("second");
  }

  @Test
  void putThatSyncs_keepsNoConditionalWriterOfItsKeyWaiting() throws Exception {
    ObjectInfo old = client.put("key", "old");
    CompletableFuture<ObjectInfo> slow = held(HeldPosix.Slow.SYNC, () -> client.put("key", "slow"));

    client.put("key", "quick", StoreClient.ifMatch(old.etag()));
    assertThat(client.delete("key")).isTrue();
    posix.release();

    slow.get();
    assertThat(content()).isEqualTo("slow");
  }

  @Test
  void copyOntoItselfThatReads_keepsNoWriterWaiting_andReadsTheNewBytes() throws Exception {
    client.put("key", "old");
    CompletableFuture<ObjectInfo> copy =
        held(HeldPosix.Slow.READ, () -> copyOntoItself(ChecksumAlgorithm.CRC32C));

    ObjectInfo put = client.put("key", "newer");
    posix.release();

    assertThat(copy.get().etag()).isEqualTo(put.etag());
    assertThat(copy.get().checksum()).isEqualTo(crc32c("newer"));
    assertThat(copy.get().metadata().userMetadata()).containsEntry("copied", "yes");
    assertThat(content()).isEqualTo("newer");
  }

  @Test
  void copyOntoItselfThatSyncs_keepsNoWriterWaiting() throws Exception {
    client.put("key", "old");
    CompletableFuture<ObjectInfo> copy =
        held(HeldPosix.Slow.SYNC, () -> client.describe("key", "text/other"));

    client.put("key", "newer");
    posix.release();

    assertThat(copy.get().metadata().headers().contentType()).isEqualTo("text/other");
    assertThat(content()).isEqualTo("newer");
  }

  /** Bytes that others leave as they are are read once, however often the record changes. */
  @Test
  void copyOntoItself_whoseRecordChangesMeanwhile_keepsTheOthersChecksumRight() throws Exception {
    client.put("key", "old");
    CompletableFuture<ObjectInfo> copy =
        held(HeldPosix.Slow.READ, () -> copyOntoItself(ChecksumAlgorithm.CRC32C));

    client.describe("key", "text/other");
    posix.release();

    assertThat(copy.get().checksum()).isEqualTo(crc32c("old"));
    assertThat(copy.get().metadata().userMetadata()).containsEntry("copied", "yes");
  }

  private interface Call {
    ObjectInfo run();
  }

  /** Begins a call, and waits until it is held. */
  private CompletableFuture<ObjectInfo> held(HeldPosix.Slow slow, Call call)
      throws InterruptedException {
    posix.hold(slow);
    CompletableFuture<ObjectInfo> running = CompletableFuture.supplyAsync(call::run);
    posix.awaitHeld();
    return running;
  }

  private ObjectInfo copyOntoItself(ChecksumAlgorithm algorithm) {
    return client.store.copyObject(
        StoreClient.ALICE,
        new CopyRequest(
            new CopySource(StoreClient.BUCKET, StoreClient.key("key"), ReadConditions.NONE),
            StoreClient.BUCKET,
            StoreClient.key("key"),
            ObjectMetadata.of(ContentHeaders.NONE, Map.of("copied", "yes")),
            null,
            algorithm,
            WriteConditions.NONE));
  }

  private static ChecksumValue crc32c(String text) {
    Checksum checksum = Checksum.of(ChecksumAlgorithm.CRC32C);
    checksum.update(ByteBuffer.wrap(text.getBytes(UTF_8)));
    return checksum.value();
  }

  private String content() throws Exception {
    return Files.readString(root.resolve(StoreClient.BUCKET.value()).resolve("key"));
  }

  private static FailureReason failureOf(CompletableFuture<?> call) {
    ExecutionException failure = catchThrowableOfType(ExecutionException.class, call::get);
    Throwable cause = Objects.requireNonNull(Objects.requireNonNull(failure).getCause());
    return ((StorageException) cause).reason();
  }
}
