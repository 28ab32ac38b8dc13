package dev.sluice.agent;

import dev.sluice.common.model.ObjectOwnership;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Ownership of objects as a setting, by the name that S3 gives it.
 *
 * @param value the ownership
 */
public record OwnershipSetting(ObjectOwnership value) {
  /** Reads a setting; an {@link IllegalArgumentException} says what was expected. */
  public static OwnershipSetting parse(String text) {
    ObjectOwnership value = ObjectOwnership.of(text);
    if (value == null) {
      throw new IllegalArgumentException(
          Arrays.stream(ObjectOwnership.values())
              .map(ObjectOwnership::awsName)
              .collect(Collectors.joining(" or ")));
    }
    return new OwnershipSetting(value);
  }

  @Override
  public String toString() {
    return value.awsName();
  }
}
