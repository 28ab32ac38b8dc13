package dev.sluice.agent.store.request;

import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.WriteConditions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts that make up the object.
 *
 * @param upload of which upload
 * @param parts in ascending order of numbers, at least one
 * @param statedChecksum checksum of the whole that the client stated; null: none
 * @param statedType what the client said that the upload's checksum covers; null: nothing
 * @param statedSize size of the whole that the client stated, bytes; null: none
 * @param conditions on what is there
 */
public record CompletionRequest(
    UploadRef upload,
    List<ListedPart> parts,
    @Nullable ChecksumValue statedChecksum,
    @Nullable ChecksumType statedType,
    @Nullable Long statedSize,
    WriteConditions conditions) {
  /**
   * A part as the client lists it.
   *
   * @param number its number
   * @param etag its tag
   * @param checksum its checksum; null: not stated
   */
  public record ListedPart(int number, ETag etag, @Nullable ChecksumValue checksum) {}
}
