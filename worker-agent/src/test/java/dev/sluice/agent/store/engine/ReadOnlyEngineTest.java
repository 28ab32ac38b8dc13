package dev.sluice.agent.store.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.engine.listing.DelimiterRule;
import dev.sluice.agent.store.engine.upload.UploadScan;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.lang.reflect.Proxy;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * A read-only engine answers some questions itself, but not in the place of a storage that is away.
 */
class ReadOnlyEngineTest {
  private static final BucketName BUCKET = new BucketName("bucket");

  private static ReadableStorage storage(String absence) {
    return (ReadableStorage)
        Proxy.newProxyInstance(
            ReadableStorage.class.getClassLoader(),
            new Class<?>[] {ReadableStorage.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("absence")) {
                return absence.isEmpty() ? null : absence;
              }
              throw new AssertionError("not asked for: " + method);
            });
  }

  private static void assertFails(ThrowingCallable call, FailureReason reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void storageThatIsAway_isUnavailableWhateverIsAsked() {
    StorageEngine engine = new ReadOnlyEngine(storage("the folder is gone"));

    assertFails(engine::requireWritable, FailureReason.UNAVAILABLE);
    assertFails(() -> engine.upload(BUCKET, new UploadId("id")), FailureReason.UNAVAILABLE);
    assertFails(
        () -> engine.uploads(BUCKET, new UploadScan(new DelimiterRule("", ""), new byte[0], "", 1)),
        FailureReason.UNAVAILABLE);
  }

  @Test
  void storageThatIsThere_hasNoUploadsAndIsNotChanged() {
    StorageEngine engine = new ReadOnlyEngine(storage(""));

    assertFails(engine::requireWritable, FailureReason.STORAGE_READ_ONLY);
    assertThat(engine.upload(BUCKET, new UploadId("id"))).isNull();
    assertThat(
            engine.uploads(BUCKET, new UploadScan(new DelimiterRule("", ""), new byte[0], "", 1)))
        .isEqualTo(List.of());
  }
}
