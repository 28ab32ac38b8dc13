package dev.sluice.agent.store.local.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.agent.store.contract.Publication;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.upload.PartStage;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.local.Fixture;
import dev.sluice.agent.store.local.LocalSettings;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.FaultyPosix;
import dev.sluice.agent.store.local.posix.LimitedAttributes;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.PosixCall;
import dev.sluice.agent.store.local.posix.RecordingPosix;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Large files are on their way to the disk before they are complete; durable only by a sync. */
class WritebackTest {
  private static final int STEP = (int) Writeback.STEP_BYTES;
  private static final int QUARTER = STEP / 4;
  private static final ETag ETAG = new ETag("0123456789abcdef0123456789abcdef");

  @TempDir Path root;
  private final RecordingPosix posix = new RecordingPosix();
  private @Nullable Fixture open;

  private Fixture over(Posix calls, boolean fsync) {
    open = new Fixture(LocalSettings.of(root).withFsync(fsync), calls);
    return open;
  }

  @AfterEach
  void close() {
    if (open != null) {
      open.close();
    }
  }

  private static void write(Stage stage, int length) {
    for (int done = 0; done < length; done += QUARTER) {
      stage.write(ByteBuffer.allocate(Math.min(QUARTER, length - done)));
    }
  }

  private static void put(Fixture local, int length) {
    ObjectName name = new ObjectName(Fixture.BUCKET, Fixture.key("large"));
    try (Stage stage = local.engine.stage(Fixture.BUCKET, length)) {
      write(stage, length);
      Publication.publish(local.engine, name, stage, Fixture.record("large"), Expectation.ANYTHING);
    }
  }

  private List<String> writebacks() {
    return posix.calls.stream().filter(call -> call.startsWith("writeback")).toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void putOfALargeObject_beginsWritebackStepByStep(boolean fsync) {
    Fixture local = over(posix, fsync);
    put(local, 2 * STEP + QUARTER);
    assertThat(writebacks())
        .containsExactly("writeback 0 " + STEP, "writeback " + STEP + " " + STEP);
  }

  @Test
  void writeback_beginsBeforeTheSync_andDoesNotReplaceIt() {
    Fixture local = over(posix, true);
    posix.calls.clear();
    put(local, STEP);
    assertThat(posix.calls.stream().map(call -> call.split(" ", 2)[0]))
        .startsWith("create", "writeback", "sync");
  }

  @Test
  void putOfASmallObject_makesNoCallMore() {
    put(over(posix, true), STEP - 1);
    assertThat(writebacks()).isEmpty();
  }

  @Test
  void part_beginsWritebackInItsOwnSlot() {
    Fixture local = over(posix, true);
    int length = STEP + QUARTER;
    try (PartStage part = upload(local).stagePart(3, length)) {
      write(part, length);
      part.commit(ETAG, null, Fixture.THEN);
    }
    assertThat(writebacks()).containsExactly("writeback " + 2L * length + " " + STEP);
  }

  private static UploadArea upload(Fixture local) {
    return local.engine.createUpload(
        new UploadRecord(
            Fixture.BUCKET,
            Fixture.key("object"),
            new UploadId("upload-1"),
            Fixture.OWNER,
            Fixture.THEN,
            ObjectMetadata.NONE,
            null,
            null));
  }

  /** The source's second byte lies on no block boundary, so no file system shares the range. */
  @Test
  void copy_beginsWritebackStepByStep() {
    Fixture local = over(posix, true);
    put(local, 2 * STEP + QUARTER);
    posix.calls.clear();
    try (OpenObject source = local.open("large");
        Stage copy = local.engine.stage(Fixture.BUCKET, -1)) {
      copy.append(source, 1, 2 * STEP);
    }
    assertThat(writebacks())
        .containsExactly("writeback 0 " + STEP, "writeback " + STEP + " " + STEP);
  }

  @ParameterizedTest
  @EnumSource(names = {"ENOSYS", "EPERM", "EINVAL", "EOPNOTSUPP"})
  void storageThatLacksIt_takesTheObjectAllTheSame(Errno unable) {
    FaultyPosix lacking = new FaultyPosix(LimitedAttributes.AS_THEY_ARE);
    Fixture local = over(lacking, true);
    lacking.fail(new FaultyPosix.Fault(unable, call -> call == PosixCall.BEGIN_WRITEBACK, 0, true));
    put(local, 2 * STEP);
    assertThat(lacking.heal()).isEqualTo(PosixCall.BEGIN_WRITEBACK);
    assertThat(local.at("large").size()).isEqualTo(2 * STEP);
  }

  /** Without syncs nothing else would ever report it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void failingDevice_failsThePut_andTheOldObjectStays(boolean fsync) {
    FaultyPosix failing = new FaultyPosix(LimitedAttributes.AS_THEY_ARE);
    Fixture local = over(failing, fsync);
    local.put("large", "old");
    failing.failNext(Errno.EIO, call -> call == PosixCall.BEGIN_WRITEBACK);
    StorageException failure =
        catchThrowableOfType(StorageException.class, () -> put(local, 2 * STEP));
    assertThat(failure.reason()).isEqualTo(FailureReason.STORAGE_FAULT);
    assertThat(local.get("large")).isEqualTo("old");
  }
}
