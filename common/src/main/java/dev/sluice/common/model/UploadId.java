package dev.sluice.common.model;

import dev.sluice.v1.FailureReason;
import java.util.regex.Pattern;

/**
 * Names an upload.
 *
 * @param value 1 to 64 letters, digits, hyphens and underscores
 */
public record UploadId(String value) {
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** Fails with {@code UPLOAD_NOT_FOUND} for any other text: no upload has such a name. */
  public UploadId {
    if (!isLegal(value)) {
      throw new StorageException(FailureReason.UPLOAD_NOT_FOUND, "upload id: no such upload");
    }
  }

  /** Whether a text may name an upload. */
  public static boolean isLegal(String value) {
    return LEGAL.matcher(value).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
