package dev.sluice.agent.store.local.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.contract.Publication;
import dev.sluice.agent.store.contract.Scans;
import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.PartStage;
import dev.sluice.agent.store.engine.upload.RecentUploads;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.local.Fixture;
import dev.sluice.agent.store.local.LocalEngine;
import dev.sluice.agent.store.local.LocalSettings;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.testing.Await;
import dev.sluice.v1.FailureReason;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uploads that memory lets go of: the disk knows them. */
@Timeout(120)
class ForgottenUploadTest {
  private static final ETag ETAG = new ETag("0123456789abcdef0123456789abcdef");
  private static final UploadId ID = new UploadId("upload-1");

  @TempDir private Path root;
  private final AtomicBoolean syncsFail = new AtomicBoolean();
  private @Nullable LocalEngine opened;

  /** How many parts are held of uploads that nobody works with. */
  private long held;

  private final class FailingSyncs extends Posix {
    @Override
    public void syncData(Descriptor file) throws ErrnoException {
      if (syncsFail.get()) {
        throw new ErrnoException(Errno.EIO, "fdatasync", Names.NOTHING);
      }
      super.syncData(file);
    }
  }

  private LocalEngine engine() {
    if (opened == null) {
      LocalSettings settings = LocalSettings.of(root).withMaximumUploads(3);
      opened = LocalEngine.open(settings, new FailingSyncs(), new RecentUploads<>(held));
      opened.createBucket(Fixture.BUCKET, new BucketRecord(Fixture.THEN, Fixture.OWNER));
    }
    return opened;
  }

  @AfterEach
  void close() {
    if (opened != null) {
      opened.close();
      opened = null;
    }
  }

  private void begin(UploadId id) {
    engine()
        .createUpload(
            new UploadRecord(
                Fixture.BUCKET,
                Fixture.key("object"),
                id,
                Fixture.OWNER,
                Fixture.THEN,
                ObjectMetadata.of(ContentHeaders.NONE, Map.of("a", "b")),
                null,
                null));
  }

  private UploadArea upload() {
    return Objects.requireNonNull(engine().upload(Fixture.BUCKET, ID));
  }

  private void put(int number, String content) {
    try (PartStage part = upload().stagePart(number, content.length())) {
      part.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
      part.commit(ETAG, null, Fixture.THEN);
    }
  }

  /** A method of its own, whose variables hold nothing afterwards. */
  private void complete() {
    try (Stage stage = upload().assemble(List.copyOf(upload().parts().values()))) {
      upload().intend(Fixture.record("whole"), stage.size());
      Publication.publish(
          engine(),
          new ObjectName(Fixture.BUCKET, Fixture.key("object")),
          stage,
          Fixture.record("whole"),
          Expectation.ANYTHING);
    }
  }

  private static void collect(WeakReference<UploadArea> upload) {
    Await.until(
        "an upload that is forgotten",
        () -> {
          System.gc();
          return upload.refersTo(null);
        });
  }

  @Test
  void uploadThatWasForgotten_isAllThere() {
    begin(ID);
    for (int number = 1; number <= 3; number++) {
      put(number, "part" + number);
      collect(new WeakReference<>(upload()));
    }
    assertThat(upload().upload().metadata().userMetadata()).containsEntry("a", "b");
    assertThat(Scans.uploads(engine(), Fixture.BUCKET)).hasSize(1);

    complete();
    collect(new WeakReference<>(upload()));
    assertThat(Objects.requireNonNull(upload().completion()).size()).isEqualTo(15);
    assertThat(Scans.uploads(engine(), Fixture.BUCKET)).isEmpty();
    upload().finish();
    collect(new WeakReference<>(upload()));
    assertThat(Objects.requireNonNull(upload().completion()).size()).isEqualTo(15);

    Instant later = Instant.now().plus(Duration.ofDays(2));
    engine().sweep(new SweepAges(later, Duration.ofDays(7), Duration.ofDays(1)));
    assertThat(engine().upload(Fixture.BUCKET, ID)).isNull();
  }

  @Test
  void uploadThatEnded_isHeldNoLonger() {
    held = 1000;
    begin(ID);
    put(1, "part1");
    WeakReference<UploadArea> completed = new WeakReference<>(upload());
    System.gc();
    assertThat(completed.refersTo(null)).isFalse();
    complete();
    upload().finish();
    collect(completed);

    UploadId other = new UploadId("upload-2");
    begin(other);
    WeakReference<UploadArea> aborted = new WeakReference<>(engine().upload(Fixture.BUCKET, other));
    System.gc();
    assertThat(aborted.refersTo(null)).isFalse();
    Objects.requireNonNull(engine().upload(Fixture.BUCKET, other)).discard();
    collect(aborted);
  }

  /** Two would give the same place to two writers. */
  @Test
  void uploadThatSomebodyHolds_isInMemoryOnce() {
    begin(ID);
    try (PartStage part = upload().stagePart(1, 4)) {
      System.gc();
      assertThat(Scans.uploads(engine(), Fixture.BUCKET)).hasSize(1);
      put(1, "abcd");
      part.write(ByteBuffer.wrap("1234".getBytes(StandardCharsets.UTF_8)));
      PartRecord last = part.commit(ETAG, null, Fixture.THEN);
      assertThat(upload().parts().get(1)).isEqualTo(last);
    }
  }

  @Test
  void uploadWhoseLogFailed_isNotForgotten() {
    begin(ID);
    put(1, "part1");
    syncsFail.set(true);
    try (PartStage part = upload().stagePart(2, 5)) {
      part.write(ByteBuffer.wrap("part2".getBytes(StandardCharsets.UTF_8)));
      assertThatThrownBy(() -> part.commit(ETAG, null, Fixture.THEN))
          .isInstanceOf(StorageException.class);
    }
    syncsFail.set(false);
    System.gc();
    assertThat(upload().parts().keySet()).containsExactly(1);
    put(2, "again");
    assertThat(upload().parts().keySet()).containsExactly(1, 2);
  }

  @Test
  void bucketWithAsManyAsItMayHave_takesNoMore() {
    for (int number = 1; number <= 3; number++) {
      begin(new UploadId("upload-" + number));
    }
    assertRefused();
    close();
    assertRefused();

    upload().discard();
    begin(new UploadId("upload-4"));
    assertRefused();
  }

  private void assertRefused() {
    assertThatThrownBy(() -> begin(new UploadId("upload-5")))
        .isInstanceOfSatisfying(
            StorageException.class,
            refused -> assertThat(refused.reason()).isEqualTo(FailureReason.OVERLOADED))
        .hasMessageContaining("unfinished uploads: 3 (limit: 3, maximum-uploads)");
    assertThat(Scans.uploads(engine(), Fixture.BUCKET)).hasSize(3);
  }
}
