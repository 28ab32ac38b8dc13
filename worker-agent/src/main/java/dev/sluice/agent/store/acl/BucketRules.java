package dev.sluice.agent.store.acl;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.PublicAccessBlock;
import dev.sluice.common.model.Acl;
import dev.sluice.common.model.AclGrant;
import dev.sluice.common.model.AclPermission;
import dev.sluice.common.model.AclSpec;
import dev.sluice.common.model.CannedAcl;
import dev.sluice.common.model.Grantee;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rules of one bucket about who owns what lies in it, and about access control lists: pure
 * functions of its record. A list that says no more than the owner's full control is none.
 *
 * @param owner of the bucket
 * @param ownership of the objects that are written into it
 * @param publicAccessBlock null: nothing is blocked
 */
public record BucketRules(
    Principal owner, ObjectOwnership ownership, @Nullable PublicAccessBlock publicAccessBlock) {
  private static final AclSpec BUCKET_OWNER_FULL_CONTROL =
      new AclSpec.Canned(CannedAcl.BUCKET_OWNER_FULL_CONTROL);

  /**
   * The rules of a bucket.
   *
   * @param byDefault ownership of a bucket that has none of its own
   */
  public static BucketRules of(BucketRecord bucket, ObjectOwnership byDefault) {
    return of(bucket.owner(), bucket.settings(), byDefault);
  }

  private static BucketRules of(
      @Nullable Principal owner, BucketSettings settings, ObjectOwnership byDefault) {
    return new BucketRules(
        owner == null ? Principal.ROOT : owner,
        settings.ownership() == null ? byDefault : settings.ownership(),
        settings.publicAccessBlock());
  }

  /** Whether lists take no part in any decision, and everything is the bucket's owner's. */
  public boolean withoutLists() {
    return ownership == ObjectOwnership.BUCKET_OWNER_ENFORCED;
  }

  private Principal ownerOfNew(Principal writer, AclSpec spec) {
    return switch (ownership) {
      case BUCKET_OWNER_ENFORCED -> owner;
      case BUCKET_OWNER_PREFERRED -> spec.equals(BUCKET_OWNER_FULL_CONTROL) ? owner : writer;
      case OBJECT_WRITER -> writer;
    };
  }

  /**
   * The owner of an object.
   *
   * @param recorded who is noted with it; null: nobody
   */
  public Principal ownerOf(@Nullable Principal recorded) {
    return withoutLists() ? owner : Objects.requireNonNullElse(recorded, Principal.ROOT);
  }

  /**
   * The standing of an object that a writer is about to store with a list. Fails with {@code
   * ACL_NOT_SUPPORTED}, and with {@code ACCESS_DENIED} for a public list where those are blocked.
   */
  public ObjectStanding standing(Principal writer, AclSpec spec) {
    Principal objectOwner = ownerOfNew(writer, spec);
    // The owner's alone is what every object of a bucket without lists is anyway.
    boolean nothingStated = withoutLists() && spec.equals(AclSpec.NONE);
    return new ObjectStanding(objectOwner, nothingStated ? null : ofObject(spec, objectOwner));
  }

  /**
   * The same of an object whose standing was decided when its upload began: without lists it is the
   * bucket owner's by now.
   */
  public ObjectStanding standing(ObjectStanding begun) {
    return withoutLists() ? new ObjectStanding(owner, null) : begun;
  }

  /**
   * The list that takes the place of an object's. Fails as {@link #standing}.
   *
   * @param objectOwner of {@link #ownerOf}
   */
  public @Nullable Acl ofObject(AclSpec spec, Principal objectOwner) {
    return accepted(
        spec,
        objectOwner,
        switch (spec) {
          case AclSpec.Canned(CannedAcl acl) -> CannedGrants.ofObject(acl, objectOwner, owner);
          case AclSpec.Grants(Acl acl) -> acl.grants();
        });
  }

  /** The list that takes the place of the bucket's. Fails alike. */
  public @Nullable Acl ofBucket(AclSpec spec) {
    return accepted(spec, owner, bucketGrants(spec));
  }

  /** The list of a bucket that is about to be created; fails with {@code ACL_IN_USE} besides. */
  public @Nullable Acl ofNewBucket(AclSpec spec) {
    Acl acl = unlessOwnersAlone(bucketGrants(spec), owner);
    requireFitting(acl);
    requireNotBlocked(acl);
    return acl;
  }

  /** The grants that are shown of a list. */
  public static List<AclGrant> shown(@Nullable Acl acl, Principal owner) {
    return acl == null ? List.of(CannedGrants.ofOwner(owner)) : acl.grants();
  }

  /** Whether a list grants anything to everybody, or to everybody with any identity. */
  public static boolean isPublic(@Nullable Acl acl) {
    return acl != null && acl.grants().stream().anyMatch(grant -> isPublic(grant.grantee()));
  }

  /** Whether a grantee is everybody, or everybody with any identity. */
  public static boolean isPublic(Grantee grantee) {
    return grantee == Grantee.Group.ALL_USERS || grantee == Grantee.Group.AUTHENTICATED_USERS;
  }

  /**
   * Requires that other settings may take the place of a bucket's. Fails with {@code ACL_IN_USE}
   * where lists are given up while the bucket's grants something to others, with {@code
   * ACL_NOT_SUPPORTED} for such a list without lists, and with {@code ACCESS_DENIED} for a public
   * one where those are blocked.
   */
  public static void requireReplaceable(
      BucketRecord bucket, BucketSettings replacement, ObjectOwnership byDefault) {
    BucketRules rules = of(bucket.owner(), replacement, byDefault);
    Acl acl = replacement.acl();
    if (!Objects.equals(acl, bucket.settings().acl())) {
      if (acl != null && rules.withoutLists()) {
        throw notSupported();
      }
      rules.requireNotBlocked(acl);
    } else if (rules.ownership() != of(bucket, byDefault).ownership()) {
      rules.requireFitting(acl);
    }
  }

  /**
   * Requires that an owner is the one whom a caller expects; fails with {@code ACCESS_DENIED}.
   *
   * @param expected canonical id; null: any
   */
  public static void requireOwner(Principal owner, @Nullable String expected) {
    if (expected != null && !expected.equals(owner.id())) {
      throw new StorageException(
          FailureReason.ACCESS_DENIED,
          "owner: " + owner.id() + " (expected by the caller: " + expected + ")");
    }
  }

  private List<AclGrant> bucketGrants(AclSpec spec) {
    return switch (spec) {
      case AclSpec.Canned(CannedAcl acl) -> CannedGrants.ofBucket(acl, owner);
      case AclSpec.Grants(Acl acl) -> acl.grants();
    };
  }

  private @Nullable Acl accepted(AclSpec spec, Principal subjectOwner, List<AclGrant> grants) {
    Acl acl = unlessOwnersAlone(grants, subjectOwner);
    if (withoutLists() && (acl != null || spec.equals(AclSpec.NONE))) {
      throw notSupported();
    }
    requireNotBlocked(acl);
    return acl;
  }

  private static @Nullable Acl unlessOwnersAlone(List<AclGrant> grants, Principal owner) {
    boolean alone =
        grants.size() == 1
            && grants.getFirst().permission() == AclPermission.FULL_CONTROL
            && grants.getFirst().grantee() instanceof Grantee.User(Principal user)
            && user.id().equals(owner.id());
    return alone ? null : new Acl(grants);
  }

  /** AWS lets a list give way that grants nothing to others, an empty one too. */
  private void requireFitting(@Nullable Acl acl) {
    boolean others =
        acl != null
            && acl.grants().stream()
                .anyMatch(
                    grant ->
                        !(grant.grantee() instanceof Grantee.User(Principal user)
                            && user.id().equals(owner.id())));
    if (withoutLists() && others) {
      throw new StorageException(
          FailureReason.ACL_IN_USE,
          "access control list of the bucket: grants something to others (expected: the owner's"
              + " full control with BucketOwnerEnforced)");
    }
  }

  private void requireNotBlocked(@Nullable Acl acl) {
    if (publicAccessBlock != null && publicAccessBlock.blockPublicAcls() && isPublic(acl)) {
      throw new StorageException(
          FailureReason.ACCESS_DENIED,
          "access control list: public (expected: none that is, as BlockPublicAcls blocks them)");
    }
  }

  private static StorageException notSupported() {
    return new StorageException(
        FailureReason.ACL_NOT_SUPPORTED,
        "access control list: of others than the bucket's owner (expected: none, or"
            + " bucket-owner-full-control, with BucketOwnerEnforced)");
  }
}
