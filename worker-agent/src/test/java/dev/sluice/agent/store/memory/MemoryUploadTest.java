package dev.sluice.agent.store.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.contract.Publication;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.Stage;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An assembly that has joined its parts, and then does not come to be the object. */
class MemoryUploadTest {
  private static final ObjectName NAME =
      new ObjectName(new BucketName("bucket"), new ObjectKey("key"));

  private boolean failing;
  private final MemoryEngine engine = new MemoryEngine(this::time);

  /** Asked when the object is made, after its parts were joined. */
  private Instant time() {
    if (failing) {
      throw new StorageException(FailureReason.STORAGE_FAULT, "storage: failing");
    }
    return Instant.EPOCH;
  }

  @BeforeEach
  void createBucket() {
    engine.createBucket(NAME.bucket(), new BucketRecord(Instant.EPOCH, null));
  }

  @Test
  void joinedParts_surviveAPublishThatFails() {
    UploadArea area =
        engine.createUpload(
            new UploadRecord(
                NAME.bucket(),
                NAME.key(),
                new UploadId("upload"),
                new Principal("id", "name"),
                Instant.EPOCH,
                ObjectMetadata.NONE,
                null,
                null));
    PartRecord first = part(area, 1, "first");
    part(area, 2, "other");
    PartRecord last = part(area, 3, "last");
    failing = true;
    assertThatThrownBy(() -> publish(area, List.of(first, last)))
        .isInstanceOf(StorageException.class);
    failing = false;

    assertThat(engine.stat(NAME)).isNull();
    assertThat(area.parts().values()).extracting(PartRecord::number).containsExactly(1, 2, 3);
    assertThat(area.parts().get(3)).isNotEqualTo(last).isEqualTo(last.at(joined(area)));
    part(area, 1, "again");
    publish(area, List.copyOf(area.parts().values()));
    try (OpenObject open = Objects.requireNonNull(engine.open(NAME))) {
      ByteBuffer all = ByteBuffer.allocate((int) open.object().size());
      open.read(0, all);
      assertThat(new String(all.array(), UTF_8)).isEqualTo("againotherlast");
    }
  }

  private static PartRecord.Place joined(UploadArea area) {
    return Objects.requireNonNull(area.parts().get(3)).place();
  }

  private void publish(UploadArea area, List<PartRecord> parts) {
    try (Stage stage = area.assemble(parts)) {
      area.intend(ObjectRecord.NONE, stage.size());
      Publication.publish(engine, NAME, stage, ObjectRecord.NONE, Expectation.ANYTHING);
    }
  }

  private static PartRecord part(UploadArea area, int number, String text) {
    try (PartStage stage = area.stagePart(number, text.length())) {
      stage.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      return stage.commit(new ETag("tag-" + text), null, Instant.EPOCH);
    }
  }
}
