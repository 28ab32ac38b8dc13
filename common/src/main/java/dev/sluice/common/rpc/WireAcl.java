package dev.sluice.common.rpc;

import dev.sluice.common.model.Acl;
import dev.sluice.common.model.AclGrant;
import dev.sluice.common.model.AclPermission;
import dev.sluice.common.model.AclSpec;
import dev.sluice.common.model.CannedAcl;
import dev.sluice.common.model.Grantee;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import org.jspecify.annotations.Nullable;

/** Access control lists and the ownership of objects, both ways. */
public final class WireAcl {
  private WireAcl() {}

  /** A list as a message. */
  public static dev.sluice.v1.Acl toProto(Acl acl) {
    dev.sluice.v1.Acl.Builder message = dev.sluice.v1.Acl.newBuilder();
    acl.grants().forEach(grant -> message.addGrants(toProto(grant)));
    return message.build();
  }

  /** From a message; fails with {@code ACL_INVALID} where it cannot be one. */
  public static Acl toModel(dev.sluice.v1.Acl message) {
    return new Acl(message.getGrantsList().stream().map(WireAcl::toModel).toList());
  }

  /** A stated list as a message. */
  public static dev.sluice.v1.AclSpec toProto(AclSpec spec) {
    dev.sluice.v1.AclSpec.Builder message = dev.sluice.v1.AclSpec.newBuilder();
    switch (spec) {
      case AclSpec.Canned(CannedAcl acl) ->
          message.setCanned(
              switch (acl) {
                case PRIVATE -> dev.sluice.v1.CannedAcl.PRIVATE;
                case PUBLIC_READ -> dev.sluice.v1.CannedAcl.PUBLIC_READ;
                case PUBLIC_READ_WRITE -> dev.sluice.v1.CannedAcl.PUBLIC_READ_WRITE;
                case AUTHENTICATED_READ -> dev.sluice.v1.CannedAcl.AUTHENTICATED_READ;
                case AWS_EXEC_READ -> dev.sluice.v1.CannedAcl.AWS_EXEC_READ;
                case BUCKET_OWNER_READ -> dev.sluice.v1.CannedAcl.BUCKET_OWNER_READ;
                case BUCKET_OWNER_FULL_CONTROL -> dev.sluice.v1.CannedAcl.BUCKET_OWNER_FULL_CONTROL;
                case LOG_DELIVERY_WRITE -> dev.sluice.v1.CannedAcl.LOG_DELIVERY_WRITE;
              });
      case AclSpec.Grants(Acl acl) -> message.setGrants(toProto(acl));
    }
    return message.build();
  }

  /** From a message; {@link AclSpec#NONE} where it states nothing. */
  public static AclSpec toModel(dev.sluice.v1.AclSpec message) {
    return switch (message.getSpecCase()) {
      case CANNED -> new AclSpec.Canned(toModel(message.getCanned()));
      case GRANTS -> new AclSpec.Grants(toModel(message.getGrants()));
      case SPEC_NOT_SET -> AclSpec.NONE;
    };
  }

  /** The ownership of objects as a message. */
  public static dev.sluice.v1.ObjectOwnership toProto(ObjectOwnership ownership) {
    return switch (ownership) {
      case BUCKET_OWNER_ENFORCED -> dev.sluice.v1.ObjectOwnership.BUCKET_OWNER_ENFORCED;
      case BUCKET_OWNER_PREFERRED -> dev.sluice.v1.ObjectOwnership.BUCKET_OWNER_PREFERRED;
      case OBJECT_WRITER -> dev.sluice.v1.ObjectOwnership.OBJECT_WRITER;
    };
  }

  /** From a message; null where it is unset. Fails with {@code NOT_IMPLEMENTED}. */
  public static @Nullable ObjectOwnership toModel(dev.sluice.v1.ObjectOwnership message) {
    return switch (message) {
      case OBJECT_OWNERSHIP_UNSPECIFIED -> null;
      case BUCKET_OWNER_ENFORCED -> ObjectOwnership.BUCKET_OWNER_ENFORCED;
      case BUCKET_OWNER_PREFERRED -> ObjectOwnership.BUCKET_OWNER_PREFERRED;
      case OBJECT_WRITER -> ObjectOwnership.OBJECT_WRITER;
      case UNRECOGNIZED ->
          throw new StorageException(
              FailureReason.NOT_IMPLEMENTED, "object ownership: unknown (expected: a known one)");
    };
  }

  private static CannedAcl toModel(dev.sluice.v1.CannedAcl canned) {
    return switch (canned) {
      case PRIVATE -> CannedAcl.PRIVATE;
      case PUBLIC_READ -> CannedAcl.PUBLIC_READ;
      case PUBLIC_READ_WRITE -> CannedAcl.PUBLIC_READ_WRITE;
      case AUTHENTICATED_READ -> CannedAcl.AUTHENTICATED_READ;
      case AWS_EXEC_READ -> CannedAcl.AWS_EXEC_READ;
      case BUCKET_OWNER_READ -> CannedAcl.BUCKET_OWNER_READ;
      case BUCKET_OWNER_FULL_CONTROL -> CannedAcl.BUCKET_OWNER_FULL_CONTROL;
      case LOG_DELIVERY_WRITE -> CannedAcl.LOG_DELIVERY_WRITE;
      case CANNED_ACL_UNSPECIFIED, UNRECOGNIZED ->
          throw invalid("canned list: " + canned + " (expected: one that this agent knows)");
    };
  }

  private static dev.sluice.v1.AclGrant toProto(AclGrant grant) {
    return dev.sluice.v1.AclGrant.newBuilder()
        .setGrantee(toProto(grant.grantee()))
        .setPermission(
            switch (grant.permission()) {
              case FULL_CONTROL -> dev.sluice.v1.AclPermission.FULL_CONTROL;
              case READ -> dev.sluice.v1.AclPermission.READ;
              case WRITE -> dev.sluice.v1.AclPermission.WRITE;
              case READ_ACP -> dev.sluice.v1.AclPermission.READ_ACP;
              case WRITE_ACP -> dev.sluice.v1.AclPermission.WRITE_ACP;
            })
        .build();
  }

  private static dev.sluice.v1.Grantee toProto(Grantee grantee) {
    dev.sluice.v1.Grantee.Builder message = dev.sluice.v1.Grantee.newBuilder();
    switch (grantee) {
      case Grantee.User user -> message.setUser(WirePrincipal.toProto(user.principal()));
      case Grantee.Group.ALL_USERS -> message.setGroup(dev.sluice.v1.Grantee.Group.ALL_USERS);
      case Grantee.Group.AUTHENTICATED_USERS ->
          message.setGroup(dev.sluice.v1.Grantee.Group.AUTHENTICATED_USERS);
      case Grantee.Group.LOG_DELIVERY -> message.setGroup(dev.sluice.v1.Grantee.Group.LOG_DELIVERY);
    }
    return message.build();
  }

  private static AclGrant toModel(dev.sluice.v1.AclGrant message) {
    AclPermission permission =
        switch (message.getPermission()) {
          case FULL_CONTROL -> AclPermission.FULL_CONTROL;
          case READ -> AclPermission.READ;
          case WRITE -> AclPermission.WRITE;
          case READ_ACP -> AclPermission.READ_ACP;
          case WRITE_ACP -> AclPermission.WRITE_ACP;
          case ACL_PERMISSION_UNSPECIFIED, UNRECOGNIZED ->
              throw invalid("permission: " + message.getPermission() + " (expected: a known one)");
        };
    return new AclGrant(toModel(message.getGrantee()), permission);
  }

  private static Grantee toModel(dev.sluice.v1.Grantee message) {
    return switch (message.getGranteeCase()) {
      case USER -> new Grantee.User(WirePrincipal.toModel(message.getUser()));
      case GROUP ->
          switch (message.getGroup()) {
            case ALL_USERS -> Grantee.Group.ALL_USERS;
            case AUTHENTICATED_USERS -> Grantee.Group.AUTHENTICATED_USERS;
            case LOG_DELIVERY -> Grantee.Group.LOG_DELIVERY;
            case GROUP_UNSPECIFIED, UNRECOGNIZED ->
                throw invalid("group: " + message.getGroup() + " (expected: a known one)");
          };
      case GRANTEE_NOT_SET -> throw invalid("grantee: none (expected: a user or a group)");
    };
  }

  private static StorageException invalid(String message) {
    return new StorageException(FailureReason.ACL_INVALID, message);
  }
}
