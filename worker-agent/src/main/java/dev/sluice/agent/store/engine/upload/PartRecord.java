package dev.sluice.agent.store.engine.upload;

import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A committed part.
 *
 * @param number 1..10000
 * @param size bytes
 * @param etag its tag; an MD5, or for a copied part an opaque one with a dash
 * @param checksum the part's checksum
 * @param lastModified when it was committed
 * @param place where the bytes lie; opaque outside the engine
 */
public record PartRecord(
    int number,
    long size,
    ETag etag,
    @Nullable ChecksumValue checksum,
    Instant lastModified,
    Place place) {
  /** The same part at another place. */
  public PartRecord at(Place other) {
    return new PartRecord(number, size, etag, checksum, lastModified, other);
  }

  /**
   * A place in one of the upload's files.
   *
   * @param file its name inside the upload
   * @param offset of the part's first byte in it
   */
  public record Place(String file, long offset) {}
}
