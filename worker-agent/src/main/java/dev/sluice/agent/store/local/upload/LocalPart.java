package dev.sluice.agent.store.local.upload;

import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.PartStage;
import dev.sluice.agent.store.local.object.StagedFile;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.volume.FreeSpaceMonitor;
import dev.sluice.agent.store.local.volume.Writeback;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A part being written, in its slot or in a file of its own. */
final class LocalPart implements PartStage {
  private final Posix posix;
  private final FreeSpaceMonitor space;
  private final LocalUpload upload;
  private final int number;
  private final long epoch;
  private final Descriptor file;
  private final String fileName;
  private final PartGrid.@Nullable Slot slot;
  private final Writeback writeback;
  private long size;
  private boolean committed;

  /**
   * A part.
   *
   * @param epoch of the upload when it began: a fence begins another
   * @param slot null where the file is the part's alone
   */
  LocalPart(
      LocalUpload upload,
      int number,
      long epoch,
      Descriptor file,
      String fileName,
      PartGrid.@Nullable Slot slot) {
    this.posix = upload.posix();
    this.space = upload.space();
    this.upload = upload;
    this.number = number;
    this.epoch = epoch;
    this.file = file;
    this.fileName = fileName;
    this.slot = slot;
    this.writeback = new Writeback(posix, file, offset());
  }

  @Override
  public void write(ByteBuffer data) {
    int length = data.remaining();
    checkFits(length);
    upload
        .fence()
        .work(
            epoch,
            () -> {
              space.write(file, data, offset() + size);
              writeback.reached(offset() + size + length);
            });
    size += length;
  }

  @Override
  public void append(OpenObject source, long offset, long length) {
    checkFits(length);
    upload
        .fence()
        .work(
            epoch,
            () -> StagedFile.appendTo(posix, space, file, offset() + size, source, offset, length));
    size += length;
  }

  /** More than was declared would run into the next part's slot. */
  private void checkFits(long length) {
    if (slot != null && size + length > slot.length()) {
      throw new StorageException(
          FailureReason.LENGTH_MISMATCH,
          "part: longer than declared (expected: at most " + slot.length() + " bytes)",
          new FailureDetail.Size(size + length, slot.length()));
    }
  }

  private long offset() {
    return slot == null ? 0 : slot.offset();
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public PartRecord commit(ETag etag, @Nullable ChecksumValue checksum, Instant lastModified) {
    PartRecord.Place place = new PartRecord.Place(fileName, offset());
    PartRecord part = new PartRecord(number, size, etag, checksum, lastModified, place);
    upload.fence().work(epoch, () -> upload.commit(part, file));
    committed = true;
    return part;
  }

  @Override
  public void close() {
    if (!file.isClosed()) {
      file.close();
      upload.leave(slot, committed ? null : fileName);
    }
  }
}
