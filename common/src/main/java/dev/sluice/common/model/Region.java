package dev.sluice.common.model;

import dev.sluice.v1.FailureReason;
import java.util.regex.Pattern;

/**
 * The name of a region, as clients sign for it and as buckets are said to be in it.
 *
 * @param name 1 to 63 lower-case letters, digits and dashes, such as {@code eu-west-1}
 */
public record Region(String name) {
  private static final Pattern LEGAL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /** The region of a bucket whose creator named none, as on AWS. */
  public static final Region US_EAST_1 = new Region("us-east-1");

  /** Fails with {@code ARGUMENT_INVALID} for any other name. */
  public Region {
    if (!isLegal(name)) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID,
          "region: " + name + " (expected: 1 to 63 of a-z, 0-9 and '-', such as us-east-1)");
    }
  }

  /** Whether a text may name a region. */
  public static boolean isLegal(String name) {
    return LEGAL.matcher(name).matches();
  }

  @Override
  public String toString() {
    return name;
  }
}
