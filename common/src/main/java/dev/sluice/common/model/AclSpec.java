package dev.sluice.common.model;

/**
 * An access control list as a request states it. The agent makes an {@link Acl} of it, which needs
 * to know the owners.
 */
public sealed interface AclSpec {
  /** What a request states that states nothing. */
  AclSpec NONE = new Canned(CannedAcl.PRIVATE);

  /** By its name. */
  record Canned(CannedAcl acl) implements AclSpec {}

  /** Grant by grant. */
  record Grants(Acl acl) implements AclSpec {}
}
