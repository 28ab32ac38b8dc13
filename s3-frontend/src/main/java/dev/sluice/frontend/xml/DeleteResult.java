package dev.sluice.frontend.xml;

import dev.sluice.frontend.s3.S3Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer of DeleteObjects.
 *
 * @param deleted what is gone, or was never there
 * @param error what is not gone
 */
public record DeleteResult(List<Deleted> deleted, List<Failed> error) implements S3Document {
  /** Copies the lists. */
  public DeleteResult {
    deleted = Lists.copy(deleted);
    error = Lists.copy(error);
  }

  /**
   * One that is gone.
   *
   * @param key its key
   * @param versionId as asked for
   */
  public record Deleted(String key, @Nullable String versionId) {}

  /**
   * One that is not gone.
   *
   * @param key its key
   * @param versionId as asked for
   * @param code S3's error code
   * @param message for people
   */
  public record Failed(String key, @Nullable String versionId, String code, String message) {}
}
