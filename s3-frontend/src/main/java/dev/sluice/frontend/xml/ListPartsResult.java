package dev.sluice.frontend.xml;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.sluice.frontend.s3.S3Document;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer of ListParts.
 *
 * @param bucket of the object to be
 * @param key of the object to be
 * @param uploadId as asked for
 * @param initiator who began it; null: not known
 * @param owner who will own the object; null: not known
 * @param storageClass {@code STANDARD}
 * @param partNumberMarker as asked for
 * @param nextPartNumberMarker number of the last part of this page; null: it holds none
 * @param maxParts as asked for, capped
 * @param isTruncated whether more follow
 * @param checksumAlgorithm its name; null: none
 * @param checksumType {@code FULL_OBJECT} or {@code COMPOSITE}; null: no checksum
 * @param part by number
 */
public record ListPartsResult(
    String bucket,
    String key,
    String uploadId,
    @Nullable Owner initiator,
    @Nullable Owner owner,
    String storageClass,
    int partNumberMarker,
    @Nullable Integer nextPartNumberMarker,
    int maxParts,
    boolean isTruncated,
    @Nullable String checksumAlgorithm,
    @Nullable String checksumType,
    List<Part> part)
    implements S3Document {
  /** Copies the list. */
  public ListPartsResult {
    part = Lists.copy(part);
  }

  /**
   * One part.
   *
   * @param partNumber 1..10000
   * @param lastModified when it was stored
   * @param eTag with quotes
   * @param size in bytes
   * @param checksums its checksum
   */
  public record Part(
      int partNumber,
      Instant lastModified,
      String eTag,
      long size,
      @JsonUnwrapped Checksums checksums) {}
}
