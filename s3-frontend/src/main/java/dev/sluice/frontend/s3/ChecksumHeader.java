package dev.sluice.frontend.s3;

import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The spelling of S3's checksums: as headers, trailers and elements of documents. */
public final class ChecksumHeader {
  /** The prefix of all checksum headers, and of a few others. */
  public static final String PREFIX = "x-amz-checksum-";

  private ChecksumHeader() {}

  /** The header (or trailer) of an algorithm, in lower case. */
  public static String name(ChecksumAlgorithm algorithm) {
    return PREFIX + algorithm.name().toLowerCase(Locale.ROOT);
  }

  /** The algorithm of a header; null where the name is of none. */
  public static @Nullable ChecksumAlgorithm algorithm(String headerName) {
    String lower = headerName.toLowerCase(Locale.ROOT);
    return lower.startsWith(PREFIX) ? algorithmNamed(lower.substring(PREFIX.length())) : null;
  }

  /** The algorithm of a name, {@code CRC32C} for one, in any case; null where there is none. */
  public static @Nullable ChecksumAlgorithm algorithmNamed(String name) {
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      if (algorithm.name().equalsIgnoreCase(name)) {
        return algorithm;
      }
    }
    return null;
  }

  /**
   * The checksum that a value states: Base64, of a composite one followed by a dash and the number
   * of parts.
   *
   * @return null where the value is not one, or not of the algorithm's length
   */
  public static @Nullable ChecksumValue parse(ChecksumAlgorithm algorithm, String value) {
    int dash = value.indexOf('-');
    String digest = dash < 0 ? value : value.substring(0, dash);
    boolean wrongCount = dash >= 0 && !value.substring(dash + 1).matches("[1-9][0-9]{0,4}");
    if (wrongCount) {
      return null;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(digest);
      return bytes.length == algorithm.bytes()
          ? new ChecksumValue(
              algorithm, dash < 0 ? ChecksumType.FULL_OBJECT : ChecksumType.COMPOSITE, bytes)
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
