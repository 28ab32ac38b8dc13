package dev.sluice.frontend.xml;

import dev.sluice.frontend.s3.S3Document;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer of ListMultipartUploads; what is null is not written. Names are encoded as in {@link
 * ListBucketResult}.
 *
 * @param bucket as asked for
 * @param keyMarker as asked for
 * @param uploadIdMarker as asked for
 * @param nextKeyMarker where to go on
 * @param nextUploadIdMarker where to go on
 * @param prefix as asked for
 * @param delimiter as asked for
 * @param encodingType {@code url}, or null
 * @param maxUploads as asked for, capped
 * @param isTruncated whether more follow
 * @param upload by key, then by time
 * @param commonPrefixes rolled-up prefixes
 */
public record ListMultipartUploadsResult(
    String bucket,
    String keyMarker,
    String uploadIdMarker,
    @Nullable String nextKeyMarker,
    @Nullable String nextUploadIdMarker,
    String prefix,
    @Nullable String delimiter,
    @Nullable String encodingType,
    int maxUploads,
    boolean isTruncated,
    List<Upload> upload,
    List<CommonPrefix> commonPrefixes)
    implements S3Document {
  /** Copies the lists. */
  public ListMultipartUploadsResult {
    upload = Lists.copy(upload);
    commonPrefixes = Lists.copy(commonPrefixes);
  }

  /**
   * One upload.
   *
   * @param key of the object to be
   * @param uploadId names it
   * @param initiator who began it; null: not known
   * @param owner who will own the object; null: not known
   * @param storageClass {@code STANDARD}
   * @param initiated when it began
   * @param checksumAlgorithm its name; null: none
   * @param checksumType {@code FULL_OBJECT} or {@code COMPOSITE}; null: no checksum
   */
  public record Upload(
      String key,
      String uploadId,
      @Nullable Owner initiator,
      @Nullable Owner owner,
      String storageClass,
      Instant initiated,
      @Nullable String checksumAlgorithm,
      @Nullable String checksumType) {}
}
