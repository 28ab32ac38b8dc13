package dev.sluice.frontend.xml;

import dev.sluice.frontend.s3.S3Document;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer of ListObjects and of ListObjectsV2; what null is not written. With {@code encodingType}
 * the names (prefix, delimiter, markers, keys) are encoded by the maker of the record.
 *
 * @param name the bucket's
 * @param prefix as asked for
 * @param marker as asked for, first version
 * @param nextMarker where to go on, first version with a delimiter
 * @param startAfter as asked for, second version
 * @param continuationToken as asked for
 * @param nextContinuationToken where to go on; of the first version the next key itself
 * @param keyCount how many keys and prefixes this page holds
 * @param maxKeys as asked for, capped
 * @param delimiter as asked for
 * @param encodingType {@code url}, or null
 * @param isTruncated whether more follow
 * @param contents objects, in byte order of keys
 * @param commonPrefixes rolled-up prefixes, in byte order
 */
public record ListBucketResult(
    String name,
    String prefix,
    @Nullable String marker,
    @Nullable String nextMarker,
    @Nullable String startAfter,
    @Nullable String continuationToken,
    @Nullable String nextContinuationToken,
    @Nullable Integer keyCount,
    int maxKeys,
    @Nullable String delimiter,
    @Nullable String encodingType,
    boolean isTruncated,
    List<Contents> contents,
    List<CommonPrefix> commonPrefixes)
    implements S3Document {
  /** Copies the lists. */
  public ListBucketResult {
    contents = Lists.copy(contents);
    commonPrefixes = Lists.copy(commonPrefixes);
  }

  /**
   * Part of the answer that both versions have.
   *
   * @param name the bucket's
   * @param prefix as asked for
   * @param delimiter as asked for; null: none
   * @param maxKeys as asked for, capped
   * @param encodingType {@code url}, or null
   * @param isTruncated whether more follow
   * @param contents objects, in byte order of keys
   * @param commonPrefixes rolled-up prefixes, in byte order
   */
  public record Page(
      String name,
      String prefix,
      @Nullable String delimiter,
      int maxKeys,
      @Nullable String encodingType,
      boolean isTruncated,
      List<Contents> contents,
      List<CommonPrefix> commonPrefixes) {}

  /** The answer of ListObjects: where it began, and where to go on. */
  public static ListBucketResult ofVersion1(
      Page page,
      String marker,
      @Nullable String nextMarker,
      @Nullable String continuationToken,
      String nextContinuationToken) {
    return of(page, marker, nextMarker, null, continuationToken, nextContinuationToken);
  }

  /** The answer of ListObjectsV2: where it began, and where to go on. */
  public static ListBucketResult ofVersion2(
      Page page,
      @Nullable String startAfter,
      @Nullable String continuationToken,
      @Nullable String nextContinuationToken) {
    return of(page, null, null, startAfter, continuationToken, nextContinuationToken);
  }

  private static ListBucketResult of(
      Page page,
      @Nullable String marker,
      @Nullable String nextMarker,
      @Nullable String startAfter,
      @Nullable String continuationToken,
      @Nullable String nextContinuationToken) {
    return new ListBucketResult(
        page.name(),
        page.prefix(),
        marker,
        nextMarker,
        startAfter,
        continuationToken,
        nextContinuationToken,
        page.contents().size() + page.commonPrefixes().size(),
        page.maxKeys(),
        page.delimiter(),
        page.encodingType(),
        page.isTruncated(),
        page.contents(),
        page.commonPrefixes());
  }

  /**
   * One object.
   *
   * @param key its key
   * @param lastModified when it was stored
   * @param eTag with quotes
   * @param checksumAlgorithm its name; null: no checksum
   * @param checksumType {@code FULL_OBJECT} or {@code COMPOSITE}; null: no checksum
   * @param size in bytes
   * @param owner null: not asked for
   * @param storageClass {@code STANDARD}
   */
  public record Contents(
      String key,
      Instant lastModified,
      String eTag,
      @Nullable String checksumAlgorithm,
      @Nullable String checksumType,
      long size,
      @Nullable Owner owner,
      String storageClass) {}
}
