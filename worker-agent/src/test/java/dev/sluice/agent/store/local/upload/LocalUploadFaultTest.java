package dev.sluice.agent.store.local.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.contract.Publication;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.PartStage;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.local.Fixture;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.FaultyPosix;
import dev.sluice.agent.store.local.posix.LimitedAttributes;
import dev.sluice.agent.store.local.posix.PosixCall;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written, but whose sync failed, is found by whoever comes after a restart. */
class LocalUploadFaultTest {
  private static final UploadId ID = new UploadId("upload-1");

  /** Alone, so that it does not lie where it belongs. */
  private static final int NUMBER = 2;

  private static final ETag FIRST = new ETag("0123456789abcdef0123456789abcdef");
  private static final ETag SECOND = new ETag("fedcba9876543210fedcba9876543210");

  @TempDir Path root;
  private FaultyPosix posix;
  private Fixture local;
  private UploadArea upload;

  @BeforeEach
  void open() {
    posix = new FaultyPosix(LimitedAttributes.AS_THEY_ARE);
    local = new Fixture(root, posix);
    upload =
        local.engine.createUpload(
            new UploadRecord(
                Fixture.BUCKET,
                Fixture.key("object"),
                ID,
                Fixture.OWNER,
                Fixture.THEN,
                ObjectMetadata.NONE,
                null,
                null));
  }

  @AfterEach
  void close() {
    local.close();
  }

  private void restart() {
    local.close();
    local = new Fixture(root, posix);
    upload = Objects.requireNonNull(local.engine.upload(Fixture.BUCKET, ID));
  }

  private PartRecord put(String content, ETag etag) {
    try (PartStage part = upload.stagePart(NUMBER, content.length())) {
      part.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
      return part.commit(etag, null, Fixture.THEN);
    }
  }

  private List<PartRecord> parts() {
    return List.copyOf(upload.parts().values());
  }

  private void complete() {
    try (Stage stage = upload.assemble(parts())) {
      upload.intend(Fixture.record("whole"), stage.size());
      Publication.publish(
          local.engine,
          new ObjectName(Fixture.BUCKET, Fixture.key("object")),
          stage,
          Fixture.record("whole"),
          Expectation.ANYTHING);
    }
  }

  /** The log's sync is the second: the first is that of the part's bytes. */
  private void failLogSync() {
    posix.fail(new FaultyPosix.Fault(Errno.EIO, call -> call == PosixCall.SYNC_DATA, 1, false));
  }

  @Test
  void partSentAgain_whoseNoteFailed_isWholeAfterARestart() {
    put("first", FIRST);
    failLogSync();
    assertThatThrownBy(() -> put("again", SECOND)).isInstanceOf(StorageException.class);
    posix.heal();
    assertThat(parts()).extracting(PartRecord::etag).containsExactly(FIRST);

    restart();
    String expected = parts().getFirst().etag().equals(FIRST) ? "first" : "again";
    complete();
    assertThat(local.get("object")).isEqualTo(expected);
  }

  @Test
  void slot_whoseNoteFailed_isNotWrittenOver() {
    failLogSync();
    assertThatThrownBy(() -> put("first", FIRST)).isInstanceOf(StorageException.class);
    posix.heal();
    PartStage unfinished = upload.stagePart(NUMBER, 5);
    unfinished.write(ByteBuffer.wrap("again".getBytes(StandardCharsets.UTF_8)));

    restart();
    if (!parts().isEmpty()) {
      complete();
      assertThat(local.get("object")).isEqualTo("first");
    }
  }

  @Test
  void completion_whoseNoteFailed_isNotTakenForDone() {
    put("first", FIRST);
    put("again", SECOND);
    posix.failNext(Errno.EIO, call -> call == PosixCall.SYNC_DATA);
    assertThatThrownBy(this::complete).isInstanceOf(StorageException.class);
    posix.heal();

    restart();
    assertThat(upload.completion()).isNull();
    complete();
    assertThat(local.get("object")).isEqualTo("again");
  }

  @Test
  void completion_withdrawnOnAFullDisk_isNotTakenForDone() {
    put("first", FIRST);
    put("again", SECOND);
    AtomicBoolean full = new AtomicBoolean();
    posix.fail(
        new FaultyPosix.Fault(
            Errno.ENOSPC,
            call -> {
              full.compareAndSet(false, call == PosixCall.RENAME);
              return full.get() && call.takesSpace();
            },
            0,
            true));
    assertThatThrownBy(this::complete).isInstanceOf(StorageException.class);
    posix.heal();

    restart();
    assertThat(upload.completion()).isNull();
    assertThat(parts()).extracting(PartRecord::etag).containsExactly(SECOND);
  }

  @Test
  void restart_onAFullDisk_knowsTheUpload() {
    put("first", FIRST);
    Stage stage = upload.assemble(parts());
    upload.intend(Fixture.record("whole"), stage.size());
    restart();
    posix.fail(new FaultyPosix.Fault(Errno.ENOSPC, PosixCall::takesSpace, 0, true));
    assertThat(upload.completion()).isNull();
    assertThat(parts()).hasSize(1);
    posix.heal();

    put("again", SECOND);
    restart();
    assertThat(upload.completion()).isNull();
    complete();
    assertThat(local.get("object")).isEqualTo("again");
  }

  @Test
  void abort_whoseSyncFailed_takesNoMoreParts() {
    put("first", FIRST);
    PartStage slow = upload.stagePart(3, 4);
    slow.write(ByteBuffer.wrap(new byte[4]));
    posix.failNext(Errno.EIO, call -> call == PosixCall.SYNC);
    assertThatThrownBy(upload::discard).isInstanceOf(StorageException.class);
    posix.heal();

    assertThatThrownBy(() -> slow.commit(FIRST, null, Fixture.THEN))
        .isInstanceOf(StorageException.class);
    assertThat(local.engine.upload(Fixture.BUCKET, ID)).isNull();
    slow.close();
  }

  @Test
  void tombstone_whoseSyncFailed_isMadeByTheNextCall() {
    put("first", FIRST);
    complete();
    posix.failNext(Errno.EIO, call -> call == PosixCall.SYNC);
    assertThatThrownBy(upload::finish).isInstanceOf(StorageException.class);
    posix.heal();

    upload.finish();
    assertThat(root.resolve(".sluice/uploads/photos/upload-1.done")).isDirectory();
  }
}
