package dev.sluice.cli.tool.bucket;

import dev.sluice.cli.tool.session.Session;
import dev.sluice.common.model.AclGrant;
import dev.sluice.common.model.AclPermission;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CannedAcl;
import dev.sluice.common.model.Grantee;
import dev.sluice.common.rpc.WireAcl;
import dev.sluice.common.rpc.WirePrincipal;
import dev.sluice.v1.Acl;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.GetBucketRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The access control lists of buckets that have a name, grant by grant. */
enum BucketAcl {
  PRIVATE(CannedAcl.PRIVATE),
  PUBLIC_READ(CannedAcl.PUBLIC_READ, grant(Grantee.Group.ALL_USERS, AclPermission.READ)),
  PUBLIC_READ_WRITE(
      CannedAcl.PUBLIC_READ_WRITE,
      grant(Grantee.Group.ALL_USERS, AclPermission.READ),
      grant(Grantee.Group.ALL_USERS, AclPermission.WRITE)),
  AUTHENTICATED_READ(
      CannedAcl.AUTHENTICATED_READ, grant(Grantee.Group.AUTHENTICATED_USERS, AclPermission.READ)),
  LOG_DELIVERY_WRITE(
      CannedAcl.LOG_DELIVERY_WRITE,
      grant(Grantee.Group.LOG_DELIVERY, AclPermission.WRITE),
      grant(Grantee.Group.LOG_DELIVERY, AclPermission.READ_ACP));

  private final CannedAcl canned;
  private final List<AclGrant> besidesTheOwner;

  BucketAcl(CannedAcl canned, AclGrant... besidesTheOwner) {
    this.canned = canned;
    this.besidesTheOwner = List.of(besidesTheOwner);
  }

  private static AclGrant grant(Grantee grantee, AclPermission permission) {
    return new AclGrant(grantee, permission);
  }

  /** All names, for people. */
  static String names() {
    return Arrays.stream(values())
        .map(acl -> acl.canned.awsName())
        .collect(Collectors.joining(", "));
  }

  /** The list of this name; empty: there is none. */
  static Optional<BucketAcl> of(String name) {
    return Arrays.stream(values()).filter(acl -> acl.canned.awsName().equals(name)).findFirst();
  }

  /** Its grants on a bucket: the owner's full control comes first. */
  Acl grants(Session session, BucketName bucket) {
    var owner =
        session
            .call(
                BucketServiceGrpc.getGetBucketMethod(),
                GetBucketRequest.newBuilder().setBucket(bucket.value()).build())
            .getBucket()
            .getOwner();
    List<AclGrant> grants = new ArrayList<>();
    grants.add(grant(new Grantee.User(WirePrincipal.toModel(owner)), AclPermission.FULL_CONTROL));
    grants.addAll(besidesTheOwner);
    return WireAcl.toProto(new dev.sluice.common.model.Acl(grants));
  }
}
