package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.PartStage;
import dev.sluice.agent.store.local.posix.ErrnoCall;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A part being written. */
final class SharedPart implements PartStage {
  private final SharedUpload upload;
  private final int number;
  private final int phase;
  private final FencedStage stage;

  /**
   * A part.
   *
   * @param phase of the upload when it began: a fence begins another
   */
  SharedPart(SharedUpload upload, int number, int phase, FencedStage stage) {
    this.upload = upload;
    this.number = number;
    this.phase = phase;
    this.stage = stage;
  }

  @Override
  public void write(ByteBuffer data) {
    stage.write(data);
  }

  @Override
  public void append(OpenObject source, long offset, long length) {
    stage.append(source, offset, length);
  }

  @Override
  public long size() {
    return stage.size();
  }

  @Override
  public PartRecord commit(ETag etag, @Nullable ChecksumValue checksum, Instant lastModified) {
    PartRecord.Place place = new PartRecord.Place(UUID.randomUUID().toString(), 0);
    PartRecord part = new PartRecord(number, stage.size(), etag, checksum, lastModified, place);
    return ErrnoCall.translated(() -> upload.commit(stage, part, phase));
  }

  @Override
  public void close() {
    stage.close();
  }
}
