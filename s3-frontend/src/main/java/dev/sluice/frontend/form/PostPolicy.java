package dev.sluice.frontend.form;

import dev.sluice.frontend.s3.ChecksumHeader;
import dev.sluice.frontend.s3.FileSize;
import dev.sluice.frontend.s3.FormFields;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a form's author: "POST Policy", Amazon S3 API Reference. Messages are AWS's.
 *
 * @param expiration from when on it is of no more use
 * @param conditions all of which must hold
 */
public record PostPolicy(Instant expiration, List<PolicyCondition> conditions) {
  /** Fields that no condition has to name. */
  private static final Set<String> FREE =
      Set.of("x-amz-signature", "signature", "awsaccesskeyid", "policy", "file");

  /** Beginnings of such fields; a checksum proves the file, whose bytes no policy can know. */
  private static final List<String> FREE_PREFIXES = List.of("x-ignore-", ChecksumHeader.PREFIX);

  /** Keeps each condition once: the same one again would only be work. */
  public PostPolicy {
    conditions = conditions.stream().distinct().toList();
  }

  /** Reads a policy as the form carries it; fails with InvalidPolicyDocument. */
  public static PostPolicy parse(String base64) {
    return new PolicyReader().read(base64);
  }

  /** Fails with AccessDenied when it has expired. */
  public void checkNotExpired(Instant now) {
    if (!now.isBefore(expiration)) {
      throw denied("Policy expired.");
    }
  }

  /**
   * Fails with AccessDenied unless a form keeps to it.
   *
   * @param bucket that the form is sent to
   * @return the sizes that the file may have
   */
  public FileSize check(FormFields form, String bucket) {
    FileSize size = FileSize.ANY;
    Set<String> named = new HashSet<>(FREE);
    for (PolicyCondition condition : conditions) {
      switch (condition) {
        case PolicyCondition.Size(FileSize allowed) -> size = size.and(allowed);
        case PolicyCondition.Match match -> {
          String value = match.field().equals("bucket") ? bucket : form.value(match.field());
          if (value == null || !match.holds(value)) {
            throw denied("Policy Condition failed: " + match);
          }
          named.add(match.field());
        }
      }
    }
    if (!named.contains("bucket")) {
      throw denied("Extra input fields: bucket"); // else it would be good in every bucket
    }
    String claimed = form.value("bucket");
    if (claimed != null && !claimed.equals(bucket)) {
      throw denied("Policy Condition failed: [\"eq\", \"$bucket\", \"" + bucket + "\"]");
    }
    String extra = extra(form, named);
    if (extra != null) {
      throw denied("Extra input fields: " + extra);
    }
    return size;
  }

  private static @Nullable String extra(FormFields form, Set<String> named) {
    return form.values().keySet().stream()
        .filter(field -> !named.contains(field))
        .filter(field -> FREE_PREFIXES.stream().noneMatch(field::startsWith))
        .findFirst()
        .orElse(null);
  }

  private static S3Exception denied(String why) {
    return new S3Exception(S3ErrorCode.ACCESS_DENIED, "Invalid according to Policy: " + why);
  }
}
