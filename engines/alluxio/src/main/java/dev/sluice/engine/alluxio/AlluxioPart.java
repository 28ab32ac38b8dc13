package dev.sluice.engine.alluxio;

import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.PartStage;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.StorageException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A part on its way. */
final class AlluxioPart implements PartStage {
  private final AlluxioUpload upload;
  private final int number;
  private final int epoch;
  private final AlluxioOutput output;
  private boolean committed;

  /**
   * A part.
   *
   * @param epoch of the upload when it was begun
   */
  AlluxioPart(AlluxioUpload upload, int number, int epoch, AlluxioOutput output) {
    this.upload = upload;
    this.number = number;
    this.epoch = epoch;
    this.output = output;
  }

  @Override
  public void write(ByteBuffer data) {
    upload.requireOpen(epoch);
    try {
      output.write(data);
    } catch (StorageException e) {
      upload.requireOpen(epoch);
      throw e;
    }
  }

  @Override
  public void append(OpenObject source, long offset, long length) {
    upload.requireOpen(epoch);
    output.append(source, offset, length);
  }

  @Override
  public long size() {
    return output.size();
  }

  @Override
  public PartRecord commit(ETag etag, @Nullable ChecksumValue checksum, Instant lastModified) {
    upload.requireOpen(epoch);
    PartRecord part =
        new PartRecord(
            number, output.size(), etag, checksum, lastModified, AlluxioUpload.place(number));
    PartRecord made = upload.commit(output, part, epoch);
    committed = true;
    return made;
  }

  @Override
  public void close() {
    if (!committed) {
      output.discard();
    }
  }
}
