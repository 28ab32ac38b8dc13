package dev.sluice.agent.store.local.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.PartStage;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One of the agents on a folder, as tests use it. */
final class SharedAgent implements AutoCloseable {
  static final BucketName BUCKET = new BucketName("bucket-one");
  static final UploadId UPLOAD = new UploadId("upload-1");

  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
  private static final Principal OWNER = new Principal("owner", "Owner");

  private final SharedEngine engine;

  SharedAgent(Path root, String id, Posix posix) {
    this.engine = SharedFixture.open(root, id, posix);
  }

  SharedEngine engine() {
    return engine;
  }

  static ObjectName name(String key) {
    return new ObjectName(BUCKET, new ObjectKey(key));
  }

  static ObjectRecord record(String tag) {
    return new ObjectRecord(new ETag(tag), null, List.of(), null, TIME, ObjectMetadata.NONE, OWNER);
  }

  boolean createBucket() {
    return engine.createBucket(BUCKET, new BucketRecord(TIME, OWNER));
  }

  BucketRecord bucket() {
    return Objects.requireNonNull(engine.bucket(BUCKET));
  }

  BucketRecord settings(StateToken before) {
    return engine.replaceSettings(BUCKET, BucketSettings.NONE, new Expectation.Exactly(before));
  }

  StoredObject put(String key, String text, Expectation expectation) {
    try (Stage stage = engine.stage(BUCKET, text.length())) {
      stage.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      return publish(key, stage, record("tag-" + text), expectation);
    }
  }

  private StoredObject publish(
      String key, Stage stage, ObjectRecord record, Expectation expectation) {
    try (var sealed = engine.seal(name(key), stage, record)) {
      return engine.publish(sealed, expectation, Replaced.DROPPED);
    }
  }

  Deleted delete(String key, Expectation expectation) {
    return engine.delete(name(key), expectation);
  }

  StoredObject tag(String key, String tag, StateToken before) {
    return engine.replaceRecord(name(key), record(tag), new Expectation.Exactly(before));
  }

  @Nullable StoredObject stat(String key) {
    return engine.stat(name(key));
  }

  @Nullable String read(String key) {
    try (OpenObject object = engine.open(name(key))) {
      if (object == null) {
        return null;
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) object.object().size());
      object.read(0, bytes);
      return new String(bytes.array(), UTF_8);
    }
  }

  List<String> keys() {
    ListScan scan = new ListScan(new byte[0], new byte[0], false, 100);
    return engine.list(BUCKET, scan).stream()
        .map(
            entry ->
                switch (entry) {
                  case ListedEntry.Key(var key, _) -> key.value();
                  case ListedEntry.Directory(String prefix) -> prefix;
                })
        .toList();
  }

  UploadArea begin(String key) {
    return engine.createUpload(
        new UploadRecord(
            BUCKET, new ObjectKey(key), UPLOAD, OWNER, TIME, ObjectMetadata.NONE, null, null));
  }

  UploadArea upload() {
    UploadArea area = engine.upload(BUCKET, UPLOAD);
    if (area == null) {
      throw new StorageException(FailureReason.UPLOAD_NOT_FOUND, "upload: not there");
    }
    return area;
  }

  PartRecord part(int number, String text) {
    try (PartStage stage = upload().stagePart(number, text.length())) {
      stage.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      return stage.commit(new ETag("tag-" + text), null, TIME);
    }
  }

  StoredObject complete(String key, Expectation expectation) {
    UploadArea area = upload();
    try (Stage stage = area.assemble(List.copyOf(area.parts().values()))) {
      ObjectRecord record = record("whole");
      area.intend(record, stage.size());
      return publish(key, stage, record, expectation);
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
