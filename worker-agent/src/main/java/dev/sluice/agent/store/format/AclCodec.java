package dev.sluice.agent.store.format;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.common.model.Acl;
import dev.sluice.common.model.AclGrant;
import dev.sluice.common.model.AclPermission;
import dev.sluice.common.model.Grantee;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Access control lists and their stored form, both ways. A grant that cannot be read grants
 * nothing.
 */
final class AclCodec {
  /** Most lists that are kept; beyond them all are dropped and read again. */
  private static final int MOST_KEPT = 1000;

  /** Most bytes of the stored form of a list that is kept. */
  private static final int LONGEST_KEPT = 1024;

  /** Lists of objects by their stored form: many objects have the same one. */
  private static final ConcurrentHashMap<ByteString, Acl> KEPT = new ConcurrentHashMap<>();

  private AclCodec() {}

  static StoredAcl store(Acl acl) {
    StoredAcl.Builder stored = StoredAcl.newBuilder();
    for (AclGrant grant : acl.grants()) {
      stored.addGrants(store(grant));
    }
    return stored.build();
  }

  private static StoredGrant.Builder store(AclGrant grant) {
    StoredGrant.Builder stored =
        StoredGrant.newBuilder()
            .setPermission(
                switch (grant.permission()) {
                  case FULL_CONTROL -> StoredGrant.Permission.FULL_CONTROL;
                  case READ -> StoredGrant.Permission.READ;
                  case WRITE -> StoredGrant.Permission.WRITE;
                  case READ_ACP -> StoredGrant.Permission.READ_ACP;
                  case WRITE_ACP -> StoredGrant.Permission.WRITE_ACP;
                });
    return switch (grant.grantee()) {
      case Grantee.User user -> stored.setUser(FieldCodec.owner(user.principal()));
      case Grantee.Group.ALL_USERS -> stored.setGroup(StoredGrant.Group.ALL_USERS);
      case Grantee.Group.AUTHENTICATED_USERS ->
          stored.setGroup(StoredGrant.Group.AUTHENTICATED_USERS);
      case Grantee.Group.LOG_DELIVERY -> stored.setGroup(StoredGrant.Group.LOG_DELIVERY);
    };
  }

  /** The list of an object; what is none grants nothing. */
  static Acl load(ByteString stored) {
    Acl known = KEPT.get(stored);
    if (known != null) {
      return known;
    }
    Acl acl;
    try {
      acl = load(StoredAcl.parseFrom(stored));
    } catch (InvalidProtocolBufferException e) {
      return new Acl(List.of());
    }
    if (stored.size() <= LONGEST_KEPT) {
      if (KEPT.size() >= MOST_KEPT) {
        KEPT.clear();
      }
      KEPT.put(stored, acl);
    }
    return acl;
  }

  static Acl load(StoredAcl stored) {
    List<AclGrant> grants = new ArrayList<>();
    for (StoredGrant grant : stored.getGrantsList()) {
      Grantee grantee = grantee(grant);
      AclPermission permission = permission(grant.getPermission());
      if (grantee != null && permission != null && grants.size() < Acl.MOST_GRANTS) {
        grants.add(new AclGrant(grantee, permission));
      }
    }
    return new Acl(grants);
  }

  private static @Nullable Grantee grantee(StoredGrant stored) {
    return switch (stored.getGranteeCase()) {
      case USER -> new Grantee.User(FieldCodec.owner(stored.getUser()));
      case GROUP ->
          switch (stored.getGroup()) {
            case ALL_USERS -> Grantee.Group.ALL_USERS;
            case AUTHENTICATED_USERS -> Grantee.Group.AUTHENTICATED_USERS;
            case LOG_DELIVERY -> Grantee.Group.LOG_DELIVERY;
            case GROUP_UNSPECIFIED, UNRECOGNIZED -> null;
          };
      case GRANTEE_NOT_SET -> null;
    };
  }

  private static @Nullable AclPermission permission(StoredGrant.Permission stored) {
    return switch (stored) {
      case FULL_CONTROL -> AclPermission.FULL_CONTROL;
      case READ -> AclPermission.READ;
      case WRITE -> AclPermission.WRITE;
      case READ_ACP -> AclPermission.READ_ACP;
      case WRITE_ACP -> AclPermission.WRITE_ACP;
      case PERMISSION_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }
}
