package dev.sluice.agent.store.engine.object;

import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.regex.Pattern;

/**
 * The id of a version of an object, unique among the versions of its key. It says nothing about
 * their order.
 *
 * @param value 1 to 64 letters, digits, hyphens and underscores
 */
public record VersionId(String value) {
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** The version of whatever was stored without an id, files from outside included. */
  public static final VersionId NULL = new VersionId("null");

  /** Fails with {@code ARGUMENT_INVALID} for any other text. */
  public VersionId {
    if (!LEGAL.matcher(value).matches()) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID,
          "version id: "
              + value.length()
              + " characters (expected: 1 to 64 letters, digits, hyphens and underscores)");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
