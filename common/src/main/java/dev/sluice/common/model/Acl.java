package dev.sluice.common.model;

import dev.sluice.v1.FailureReason;
import java.util.List;

/**
 * Access control list of a bucket or of an object. Where there is none, the owner has full control.
 *
 * @param grants in the order in which they are shown; at most {@link #MOST_GRANTS}
 */
public record Acl(List<AclGrant> grants) {
  /** Most grants of a list, as on AWS. */
  public static final int MOST_GRANTS = 100;

  /** Fails with {@code ACL_INVALID} where there are too many. */
  public Acl {
    grants = List.copyOf(grants);
    if (grants.size() > MOST_GRANTS) {
      throw new StorageException(
          FailureReason.ACL_INVALID,
          "grants: " + grants.size() + " (expected: at most " + MOST_GRANTS + ")");
    }
  }
}
