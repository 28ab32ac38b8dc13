package dev.sluice.frontend.xml;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.sluice.frontend.s3.S3Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer of GetObjectAttributes; what was not asked for is null and not written.
 *
 * @param eTag without quotes, unlike everywhere else
 * @param checksum the object's
 * @param objectParts of an object that came in parts
 * @param storageClass {@code STANDARD}
 * @param objectSize in bytes
 */
public record GetObjectAttributesResponse(
    @Nullable String eTag,
    @Nullable Checksum checksum,
    @Nullable ObjectParts objectParts,
    @Nullable String storageClass,
    @Nullable Long objectSize)
    implements S3Document {
  /**
   * The object's checksum.
   *
   * @param checksums the value
   * @param checksumType {@code FULL_OBJECT} or {@code COMPOSITE}
   */
  public record Checksum(@JsonUnwrapped Checksums checksums, @Nullable String checksumType) {}

  /**
   * The object's parts.
   *
   * @param partsCount how many there are in all
   * @param partNumberMarker as asked for
   * @param nextPartNumberMarker number of the last part of this page; of an empty one the marker
   * @param maxParts as asked for, capped
   * @param isTruncated whether more follow
   * @param part by number; AWS lists only those that have checksums
   */
  public record ObjectParts(
      int partsCount,
      int partNumberMarker,
      int nextPartNumberMarker,
      int maxParts,
      boolean isTruncated,
      List<Part> part) {
    /** Copies the list. */
    public ObjectParts {
      part = Lists.copy(part);
    }
  }

  /**
   * One part.
   *
   * @param partNumber its number
   * @param size in bytes
   * @param checksums its checksum
   */
  public record Part(int partNumber, long size, @JsonUnwrapped Checksums checksums) {}
}
