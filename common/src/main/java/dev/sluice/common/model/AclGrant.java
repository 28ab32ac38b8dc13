package dev.sluice.common.model;

/**
 * A grant of an access control list.
 *
 * @param grantee who
 * @param permission what
 */
public record AclGrant(Grantee grantee, AclPermission permission) {}
