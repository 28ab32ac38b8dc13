package dev.sluice.frontend.xml;

import dev.sluice.frontend.s3.S3Document;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.List;

/**
 * Answer of GetBucketOwnershipControls, and body of PutBucketOwnershipControls.
 *
 * @param rule the only one there is
 */
public record OwnershipControls(List<Rule> rule) implements S3Document {
  /** Fails with MalformedXML unless there is one rule. */
  public OwnershipControls {
    rule = Lists.copy(rule);
    if (rule.size() != 1) {
      throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    }
  }

  /** The controls of one value. */
  public static OwnershipControls of(String objectOwnership) {
    return new OwnershipControls(List.of(new Rule(objectOwnership)));
  }

  /** The value of the only rule. */
  public String objectOwnership() {
    return rule.getFirst().objectOwnership();
  }

  /**
   * A rule.
   *
   * @param objectOwnership as AWS names it: {@code BucketOwnerEnforced}
   */
  public record Rule(String objectOwnership) {
    /** Fails with MalformedXML where it states none. */
    @SuppressWarnings("NullAway") // the mapper passes null for an element that is not there
    public Rule {
      if (objectOwnership == null) {
        throw new S3Exception(S3ErrorCode.MALFORMED_XML);
      }
    }
  }
}
