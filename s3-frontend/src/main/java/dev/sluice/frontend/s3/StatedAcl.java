package dev.sluice.frontend.s3;

import dev.sluice.common.model.AclPermission;
import dev.sluice.common.model.CannedAcl;
import dev.sluice.common.model.Grantee;
import java.util.List;

/**
 * Access control list as a request states it: by a name, or grant by grant, in which users are
 * named by what only the identities can make a user of.
 */
public sealed interface StatedAcl {
  /** By its name. */
  record Canned(CannedAcl acl) implements StatedAcl {}

  /** Grant by grant, in the order in which they were stated. */
  record Grants(List<Grant> grants) implements StatedAcl {
    /** Copies the list. */
    public Grants {
      grants = List.copyOf(grants);
    }
  }

  /**
   * A grant.
   *
   * @param grantee who
   * @param permission what
   * @param argument the header or element that names the grantee, for a refusal
   */
  record Grant(Named grantee, AclPermission permission, String argument) {}

  /** A grantee by its name. */
  sealed interface Named {
    /** A user by canonical id. */
    record Id(String id) implements Named {}

    /** A user by e-mail address. */
    record Email(String address) implements Named {}

    /** A group. */
    record Group(Grantee.Group group) implements Named {}
  }
}
