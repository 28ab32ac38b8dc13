package dev.sluice.engine.alluxio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectPart;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.PartStage;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What tests do with an engine of a root that has one bucket. */
record AlluxioRoot(StorageEngine engine) implements AutoCloseable {
  static final BucketName BUCKET = new BucketName("bucket-one");
  static final UploadId UPLOAD = new UploadId("upload-1");

  private static final Principal OWNER = new Principal("owner-id", "Owner");
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

  /** Opens a root anew, as the next agent does; its bucket may be there. */
  static AlluxioRoot open(String root) {
    return of(AlluxioCluster.shared().open(root));
  }

  /** The root of an engine; its bucket may be there. */
  static AlluxioRoot of(StorageEngine engine) {
    AlluxioRoot opened = new AlluxioRoot(engine);
    opened.makeBucket();
    return opened;
  }

  void makeBucket() {
    boolean _ = engine.createBucket(BUCKET, new BucketRecord(TIME, OWNER));
  }

  /** That a change was refused because another agent has the right to decide now. */
  static void assertUnavailable(ThrowingCallable call) {
    StorageException failure =
        Objects.requireNonNull(
            catchThrowableOfType(StorageException.class, call), "a failure was expected");
    assertThat(failure).extracting(StorageException::reason).isEqualTo(FailureReason.UNAVAILABLE);
  }

  static ObjectName name(String key) {
    return new ObjectName(BUCKET, new ObjectKey(key));
  }

  static ObjectRecord record(String tag) {
    return new ObjectRecord(new ETag(tag), null, List.of(), null, TIME, ObjectMetadata.NONE, OWNER);
  }

  /** A record that fits no attribute. */
  static ObjectRecord largeRecord(int size) {
    List<ObjectPart> parts =
        IntStream.rangeClosed(1, size).mapToObj(n -> new ObjectPart(n, 1, null)).toList();
    return new ObjectRecord(new ETag("large"), null, parts, null, TIME, ObjectMetadata.NONE, OWNER);
  }

  StoredObject put(String key, String text) {
    return put(key, text.getBytes(UTF_8), record("tag"));
  }

  StoredObject put(String key, byte[] bytes, ObjectRecord record) {
    try (Stage stage = stage(bytes);
        SealedStage sealed = engine.seal(name(key), stage, record)) {
      return engine.publish(sealed, Expectation.ANYTHING, Replaced.DROPPED);
    }
  }

  Stage stage(byte[] bytes) {
    Stage stage = engine.stage(BUCKET, bytes.length);
    stage.write(ByteBuffer.wrap(bytes));
    return stage;
  }

  String read(String key) {
    try (OpenObject open = Objects.requireNonNull(engine.open(name(key)), key)) {
      ByteBuffer all = ByteBuffer.allocate((int) open.object().size());
      open.read(0, all);
      return new String(all.array(), UTF_8);
    }
  }

  UploadArea begin(String key) {
    return engine.createUpload(
        new UploadRecord(
            BUCKET,
            new ObjectKey(key),
            UPLOAD,
            OWNER,
            Instant.now(),
            ObjectMetadata.NONE,
            null,
            null));
  }

  UploadArea upload() {
    return Objects.requireNonNull(engine.upload(BUCKET, UPLOAD));
  }

  static PartRecord part(UploadArea area, int number, String text) {
    try (PartStage stage = area.stagePart(number, text.length())) {
      stage.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      return stage.commit(new ETag("tag-" + number + "-" + text.length()), null, TIME);
    }
  }

  /** Completes an upload of all its parts. */
  void complete(String key, UploadArea area) {
    try (Stage stage = area.assemble(List.copyOf(area.parts().values()))) {
      ObjectRecord record = record("made");
      area.intend(record, stage.size());
      try (SealedStage sealed = engine.seal(name(key), stage, record)) {
        StoredObject _ = engine.publish(sealed, Expectation.ANYTHING, Replaced.DROPPED);
      }
    }
    area.finish();
  }

  @Override
  public void close() {
    engine.close();
  }
}
