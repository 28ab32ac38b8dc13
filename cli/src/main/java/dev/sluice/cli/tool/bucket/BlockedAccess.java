package dev.sluice.cli.tool.bucket;

import dev.sluice.cli.tool.terminal.ToolFailure;
import dev.sluice.v1.PublicAccessBlock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The switches of a public access block on the command line: names of Amazon S3. */
final class BlockedAccess {
  private static final String ALL = "all";
  private static final String NONE = "none";
  private static final String ACLS = "BlockPublicAcls";
  private static final String IGNORED_ACLS = "IgnorePublicAcls";
  private static final String POLICY = "BlockPublicPolicy";
  private static final String BUCKETS = "RestrictPublicBuckets";
  private static final List<String> NAMES = List.of(ALL, NONE, ACLS, IGNORED_ACLS, POLICY, BUCKETS);

  /** The description of an option that takes them. */
  static final String ABOUT =
      "Block this public access and no other: "
          + String.join(", ", NAMES)
          + "; several separated by commas.";

  private BlockedAccess() {}

  /** The block of a list of names; fails as a mistake in the use of an option. */
  static PublicAccessBlock of(String option, String list) {
    List<String> names = List.of(list.split(",", -1));
    for (String name : names) {
      if (!NAMES.contains(name)) {
        throw ToolFailure.usage(
            option + ": '" + name + "' (expected: " + String.join(", ", NAMES) + ")");
      }
    }
    boolean all = names.contains(ALL);
    return PublicAccessBlock.newBuilder()
        .setBlockPublicAcls(all || names.contains(ACLS))
        .setIgnorePublicAcls(all || names.contains(IGNORED_ACLS))
        .setBlockPublicPolicy(all || names.contains(POLICY))
        .setRestrictPublicBuckets(all || names.contains(BUCKETS))
        .build();
  }

  /** Every switch with its state. */
  static Map<String, Object> shown(PublicAccessBlock block) {
    Map<String, Object> switches = new LinkedHashMap<>();
    switches.put(ACLS, block.getBlockPublicAcls());
    switches.put(IGNORED_ACLS, block.getIgnorePublicAcls());
    switches.put(POLICY, block.getBlockPublicPolicy());
    switches.put(BUCKETS, block.getRestrictPublicBuckets());
    return switches;
  }
}
