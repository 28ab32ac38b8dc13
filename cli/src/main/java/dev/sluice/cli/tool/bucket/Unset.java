package dev.sluice.cli.tool.bucket;

import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.v1.BucketSettings;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A setting of a bucket that can be unset by its name. */
enum Unset {
  TAGS("tags", BucketSettings.Builder::clearTags),
  POLICY("policy", BucketSettings.Builder::clearPolicy),
  ACL("acl", BucketSettings.Builder::clearAcl),
  OWNERSHIP("ownership", BucketSettings.Builder::clearObjectOwnership),
  PUBLIC_ACCESS_BLOCK("public-access-block", BucketSettings.Builder::clearPublicAccessBlock),
  CORS("cors", BucketSettings.Builder::clearCorsRules),
  PAYER("payer", BucketSettings.Builder::clearPayer),
  ACCELERATION("acceleration", BucketSettings.Builder::clearAcceleration);

  private final String word;
  private final Consumer<BucketSettings.Builder> change;

  Unset(String word, Consumer<BucketSettings.Builder> change) {
    this.word = word;
    this.change = change;
  }

  /** All names, for people. */
  static String names() {
    return Arrays.stream(values()).map(it -> it.word).collect(Collectors.joining(", "));
  }

  /** The setting of this name; fails as a mistake in the use of the tool. */
  static Unset of(String word) {
    return Arrays.stream(values())
        .filter(it -> it.word.equals(word))
        .findFirst()
        .orElseThrow(
            () -> ToolFailure.usage("--remove: '" + word + "' (expected: " + names() + ")"));
  }

  /** Unsets it. */
  void from(BucketSettings.Builder settings) {
    change.accept(settings);
  }
}
