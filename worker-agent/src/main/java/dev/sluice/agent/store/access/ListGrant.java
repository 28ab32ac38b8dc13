package dev.sluice.agent.store.access;

import dev.sluice.common.model.Acl;
import dev.sluice.common.model.AclGrant;
import dev.sluice.common.model.AclPermission;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Grantee;
import dev.sluice.common.model.Principal;
import org.jspecify.annotations.Nullable;

/** Grant of an access control list to a caller. */
enum ListGrant {
  /** None. */
  NONE,
  /**
   * To another user of the caller's account. An account on AWS is one canonical user, so that this
   * is the account's to hand on by statements of its identities.
   */
  TO_ACCOUNT,
  /** To the caller, or to a group that the caller is of. */
  TO_CALLER;

  /**
   * The grant of a permission that a list has for a caller. The owner's own full control is the
   * account's as well.
   *
   * @param acl null: the owner has full control
   * @param wanted null: no list grants it
   * @param ignoresPublic whether grants to everybody do not count
   */
  static ListGrant of(
      @Nullable Acl acl,
      Principal owner,
      @Nullable AclPermission wanted,
      Caller caller,
      boolean ignoresPublic) {
    if (wanted == null) {
      return NONE;
    }
    ListGrant best = ofOwner(owner, caller, wanted, acl == null);
    if (acl == null) {
      return best;
    }
    for (AclGrant grant : acl.grants()) {
      if (grant.permission() == wanted || grant.permission() == AclPermission.FULL_CONTROL) {
        ListGrant found = to(grant.grantee(), owner, caller, ignoresPublic);
        if (found.compareTo(best) > 0) {
          best = found;
        }
      }
    }
    return best;
  }

  /** What an owner has without a grant: the list itself, always; all else where there is none. */
  private static ListGrant ofOwner(
      Principal owner, Caller caller, AclPermission wanted, boolean all) {
    boolean always =
        switch (wanted) {
          case READ_ACP, WRITE_ACP -> true;
          case READ, WRITE, FULL_CONTROL -> all;
        };
    return always && isOfAccount(caller, owner) ? TO_ACCOUNT : NONE;
  }

  private static ListGrant to(
      Grantee grantee, Principal owner, Caller caller, boolean ignoresPublic) {
    return switch (grantee) {
      case Grantee.Group.ALL_USERS -> ignoresPublic ? NONE : TO_CALLER;
      case Grantee.Group.AUTHENTICATED_USERS ->
          ignoresPublic || caller.kind() == Caller.Kind.ANONYMOUS ? NONE : TO_CALLER;
      case Grantee.Group.LOG_DELIVERY -> NONE;
      case Grantee.User(Principal user) -> {
        if (!isOfAccount(caller, user)) {
          yield NONE;
        }
        boolean himself =
            user.id().equals(caller.principal().id()) && !user.id().equals(owner.id());
        yield himself ? TO_CALLER : TO_ACCOUNT;
      }
    };
  }

  /**
   * Whether it allows.
   *
   * @param handedOn whether the caller's own statements hand on what the account has
   */
  boolean isEnough(boolean handedOn) {
    return switch (this) {
      case NONE -> false;
      case TO_ACCOUNT -> handedOn;
      case TO_CALLER -> true;
    };
  }

  private static boolean isOfAccount(Caller caller, Principal user) {
    return caller.kind() != Caller.Kind.ANONYMOUS
        && caller.principal().account().equals(user.account());
  }
}
