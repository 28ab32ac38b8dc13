package dev.sluice.frontend.xml;

import dev.sluice.frontend.s3.S3Document;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Body of DeleteObjects.
 *
 * @param object what is to go, 1..1000
 * @param quiet whether the answer names only what failed
 */
public record Delete(List<Entry> object, boolean quiet) implements S3Document {
  /** Most entries of one request. */
  public static final int MAX_ENTRIES = 1000;

  /** Fails with MalformedXML for no entry, and for too many. */
  public Delete {
    object = Lists.copy(object);
    if (object.isEmpty() || object.size() > MAX_ENTRIES) {
      throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    }
  }

  /**
   * One object, and conditions on it.
   *
   * @param key not yet known to be a legal key
   * @param versionId null: not stated
   * @param eTag with quotes or without, or {@code *}; null: not stated
   * @param lastModifiedTime null: not stated
   * @param size in bytes; null: not stated
   */
  public record Entry(
      String key,
      @Nullable String versionId,
      @Nullable String eTag,
      @Nullable Instant lastModifiedTime,
      @Nullable Long size) {
    /** Fails with MalformedXML where the key is missing. */
    @SuppressWarnings("NullAway") // the mapper passes null for an element that is not there
    public Entry {
      if (key == null) {
        throw new S3Exception(S3ErrorCode.MALFORMED_XML);
      }
    }
  }
}
