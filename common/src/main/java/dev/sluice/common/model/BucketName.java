package dev.sluice.common.model;

import dev.sluice.v1.FailureReason;
import java.util.regex.Pattern;

/**
 * The name of a bucket: 3 to 63 characters, lower-case letters, digits, dots and hyphens, as Amazon
 * S3 allows for general purpose buckets ("Bucket naming rules", Amazon S3 User Guide).
 *
 * @param value the name
 */
public record BucketName(String value) implements Comparable<BucketName> {
  private static final Pattern LEGAL = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern IP_ADDRESS = Pattern.compile("\\d++\\.\\d++\\.\\d++\\.\\d++");

  /** Fails with {@code BUCKET_NAME_INVALID} for any other name. */
  public BucketName {
    if (!isLegal(value)) {
      throw new StorageException(
          FailureReason.BUCKET_NAME_INVALID,
          "bucket name: "
              + value
              + " (expected: 3 to 63 of a-z, 0-9, '.', '-', beginning and ending with a letter or"
              + " digit)");
    }
  }

  /** Whether a name may be a bucket's; directories of other names are not served. */
  public static boolean isLegal(String name) {
    return LEGAL.matcher(name).matches()
        && !name.contains("..")
        && !name.contains(".-")
        && !name.contains("-.")
        && !IP_ADDRESS.matcher(name).matches()
        && !name.startsWith("xn--")
        && !name.startsWith("sthree-")
        && !name.startsWith("amzn-s3-demo-")
        && !name.endsWith("-s3alias")
        && !name.endsWith("--ol-s3")
        && !name.endsWith("--x-s3")
        && !name.endsWith(".mrap");
  }

  @Override
  public int compareTo(BucketName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
