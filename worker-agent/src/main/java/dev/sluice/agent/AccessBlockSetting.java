package dev.sluice.agent;

import dev.sluice.agent.store.engine.bucket.PublicAccessBlock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Public access block as a setting: {@code none}, {@code all}, or the names that S3 gives to its
 * switches, separated by commas.
 *
 * @param value the block; null: none
 * @param text as it was given
 */
public record AccessBlockSetting(@Nullable PublicAccessBlock value, String text) {
  private static final List<String> SWITCHES =
      List.of("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets");

  /** Reads a setting; an {@link IllegalArgumentException} says what was expected. */
  public static AccessBlockSetting parse(String text) {
    return switch (text) {
      case "none" -> new AccessBlockSetting(null, text);
      case "all" -> new AccessBlockSetting(new PublicAccessBlock(true, true, true, true), text);
      default -> new AccessBlockSetting(switches(text), text);
    };
  }

  private static PublicAccessBlock switches(String text) {
    List<String> given = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    Set<String> on = Set.copyOf(given);
    if (on.size() != given.size() || !SWITCHES.containsAll(on)) {
      throw new IllegalArgumentException("none, all, or some of " + String.join(",", SWITCHES));
    }
    return new PublicAccessBlock(
        on.contains(SWITCHES.get(0)),
        on.contains(SWITCHES.get(1)),
        on.contains(SWITCHES.get(2)),
        on.contains(SWITCHES.get(3)));
  }

  @Override
  public String toString() {
    return text;
  }
}
