package dev.sluice.agent.store.acl;

import static dev.sluice.common.model.AclPermission.FULL_CONTROL;
import static dev.sluice.common.model.AclPermission.READ;
import static dev.sluice.common.model.AclPermission.READ_ACP;
import static dev.sluice.common.model.AclPermission.WRITE;
import static dev.sluice.common.model.Grantee.Group.ALL_USERS;
import static dev.sluice.common.model.Grantee.Group.AUTHENTICATED_USERS;
import static dev.sluice.common.model.Grantee.Group.LOG_DELIVERY;

import dev.sluice.common.model.AclGrant;
import dev.sluice.common.model.AclPermission;
import dev.sluice.common.model.CannedAcl;
import dev.sluice.common.model.Grantee;
import dev.sluice.common.model.Principal;
import java.util.ArrayList;
import java.util.List;

/** Grants that the canned lists of Amazon S3 stand for; the owner's full control comes first. */
final class CannedGrants {
  private CannedGrants() {}

  /** The grants on a bucket, for which AWS ignores the lists that name a bucket's owner. */
  static List<AclGrant> ofBucket(CannedAcl acl, Principal owner) {
    return switch (acl) {
      case PRIVATE, BUCKET_OWNER_READ, BUCKET_OWNER_FULL_CONTROL -> grants(owner);
      case PUBLIC_READ -> grants(owner, grant(ALL_USERS, READ));
      case PUBLIC_READ_WRITE -> grants(owner, grant(ALL_USERS, READ), grant(ALL_USERS, WRITE));
      case AUTHENTICATED_READ -> grants(owner, grant(AUTHENTICATED_USERS, READ));
      case AWS_EXEC_READ -> grants(owner, user(CannedAcl.EC2, READ));
      case LOG_DELIVERY_WRITE ->
          grants(owner, grant(LOG_DELIVERY, WRITE), grant(LOG_DELIVERY, READ_ACP));
    };
  }

  /**
   * The grants on an object; a list that is one of buckets alone is as good as none.
   *
   * @param bucketOwner whom the lists that name a bucket's owner mean
   */
  static List<AclGrant> ofObject(CannedAcl acl, Principal owner, Principal bucketOwner) {
    return switch (acl) {
      case BUCKET_OWNER_READ -> besides(owner, bucketOwner, READ);
      case BUCKET_OWNER_FULL_CONTROL -> besides(owner, bucketOwner, FULL_CONTROL);
      case LOG_DELIVERY_WRITE -> grants(owner);
      case PRIVATE, PUBLIC_READ, PUBLIC_READ_WRITE, AUTHENTICATED_READ, AWS_EXEC_READ ->
          ofBucket(acl, owner);
    };
  }

  /** The full control of an owner. */
  static AclGrant ofOwner(Principal owner) {
    return user(owner, FULL_CONTROL);
  }

  private static List<AclGrant> besides(
      Principal owner, Principal bucketOwner, AclPermission permission) {
    return owner.id().equals(bucketOwner.id())
        ? grants(owner)
        : grants(owner, user(bucketOwner, permission));
  }

  private static List<AclGrant> grants(Principal owner, AclGrant... more) {
    List<AclGrant> grants = new ArrayList<>(1 + more.length);
    grants.add(ofOwner(owner));
    grants.addAll(List.of(more));
    return grants;
  }

  private static AclGrant user(Principal user, AclPermission permission) {
    return grant(new Grantee.User(user), permission);
  }

  private static AclGrant grant(Grantee grantee, AclPermission permission) {
    return new AclGrant(grantee, permission);
  }
}
