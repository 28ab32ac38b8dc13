package dev.sluice.agent.store.access;

import dev.sluice.common.model.AccountId;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.policy.PolicyOutcome;
import dev.sluice.v1.FailureReason;
import org.jspecify.annotations.Nullable;

/**
 * Decision whether a caller may do what a call asks for, with its reason. The one place where it is
 * made: a pure function of all that is known. An explicit denial wins, and nothing falls through to
 * an allowance.
 *
 * <p>The stated caller is trusted, because only the operator can state one: a process that reaches
 * the agent's Unix socket, or has its token or certificate over TCP.
 *
 * @param verdict what was decided
 * @param decider what decided it
 * @param statement of a policy that decided it, by its Sid or its number; empty: none did
 * @param subject what was decided about
 * @param because why, for people
 */
public record Decision(
    Verdict verdict, Decider decider, String statement, String subject, String because) {
  /** Verdict of a decision. */
  public enum Verdict {
    /** The caller may. */
    ALLOW,
    /** The caller may not. */
    DENY,
    /** It depends on the object, which was not looked at yet. */
    OPEN
  }

  /** What decided. */
  public enum Decider {
    /** The caller is the operator or the server's root, whom nothing binds. */
    SERVER,
    /** The caller is the root of the account that owns what it asks for. */
    ACCOUNT,
    /** The caller's own grants and statements, those of the credentials file. */
    IDENTITY,
    /** The bucket's policy. */
    BUCKET_POLICY,
    /** The bucket's access control list. */
    BUCKET_ACL,
    /** The object's access control list, or who owns the object. */
    OBJECT_ACL,
    /** The bucket's public access block. */
    PUBLIC_ACCESS_BLOCK,
    /** Nothing allows it. */
    NOTHING,
    /** The policy is that of another account's bucket, whatever allows it. */
    OTHER_ACCOUNT
  }

  private static final Decision OPERATOR =
      new Decision(Verdict.ALLOW, Decider.SERVER, "", "", "the operator may do everything");
  private static final Decision ROOT =
      new Decision(Verdict.ALLOW, Decider.SERVER, "", "", "the server's root may do everything");
  private static final Decision ACCOUNT =
      new Decision(
          Verdict.ALLOW, Decider.ACCOUNT, "", "", "the root of an account may do everything in it");
  private static final Decision GRANTED =
      new Decision(
          Verdict.ALLOW, Decider.IDENTITY, "", "", "the caller's grants or statements allow it");
  private static final Decision BY_BUCKET_LIST =
      new Decision(
          Verdict.ALLOW, Decider.BUCKET_ACL, "", "", "the bucket's access control list allows it");
  private static final Decision BY_OBJECT_LIST =
      new Decision(
          Verdict.ALLOW, Decider.OBJECT_ACL, "", "", "the object's access control list allows it");
  private static final Decision OWN_UPLOAD =
      new Decision(Verdict.ALLOW, Decider.OBJECT_ACL, "", "", "the upload is the caller's own");
  private static final Decision OPEN =
      new Decision(Verdict.OPEN, Decider.NOTHING, "", "", "it depends on the object");
  private static final Decision NOT_SEEN =
      new Decision(
          Verdict.DENY,
          Decider.NOTHING,
          "",
          "bucket",
          "it is another account's, or no grant of the caller is about it");

  /** Decides. */
  static Decision of(AccessQuestion asked) {
    return asked.target().kind() == AccessTarget.Kind.SOME_OBJECTS ? ofSome(asked) : ofOne(asked);
  }

  private static Decision ofOne(AccessQuestion asked) {
    return switch (asked.caller().kind()) {
      case OPERATOR -> OPERATOR;
      case ROOT -> ROOT;
      case ACCOUNT_ROOT, IDENTITY, ANONYMOUS -> ofBound(asked);
    };
  }

  /** Decides on administration of the agent, which no grant allows: only the operator may. */
  public static Decision ofAdministration(Caller caller) {
    return switch (caller.kind()) {
      case OPERATOR -> OPERATOR;
      case ROOT, ACCOUNT_ROOT, IDENTITY, ANONYMOUS ->
          new Decision(
              Verdict.DENY, Decider.NOTHING, "", "administration", "it is the operator's alone");
    };
  }

  /**
   * Decides whether a bucket shows in a list of buckets: one of the caller's account does, as far
   * as the caller's grants are about it.
   *
   * @param owner whom the bucket belongs to
   * @param granted whether a grant of the caller is about the bucket
   */
  static Decision ofListed(Caller caller, Principal owner, boolean granted) {
    boolean ownAccounts = caller.principal().account().equals(owner.account());
    return switch (caller.kind()) {
      case OPERATOR -> OPERATOR;
      case ROOT -> ROOT;
      case ACCOUNT_ROOT -> ownAccounts ? ACCOUNT : NOT_SEEN;
      case IDENTITY -> ownAccounts && granted ? GRANTED : NOT_SEEN;
      case ANONYMOUS -> granted ? GRANTED : NOT_SEEN;
    };
  }

  private static Decision ofBound(AccessQuestion asked) {
    if (asked.isPolicyOfOwnAccount()) {
      return ACCOUNT;
    }
    @Nullable PolicyOutcome own = asked.policies().own(asked);
    if (own instanceof PolicyOutcome.Deny(String statement)) {
      return denied(
          asked, Decider.IDENTITY, statement, "the caller's grants or statements deny it");
    }
    BucketAccess bucket = asked.bucket();
    if (bucket == null) {
      Decision byOwn = own == null ? null : byOwn(asked, own);
      return byOwn == null ? nothing(asked) : byOwn;
    }
    if (asked.isUnpaid()) {
      return denied(
          asked, Decider.NOTHING, "", "the bucket's requesters pay, and this one does not say so");
    }
    PolicyOutcome said = asked.policies().bucket(asked);
    if (said instanceof PolicyOutcome.Deny(String statement)) {
      return denied(asked, Decider.BUCKET_POLICY, statement, "the bucket's policy denies it");
    }
    if (own == null || said == null || asked.dependsOnOwner()) {
      return OPEN;
    }
    return asked.caller().kind() == Caller.Kind.ANONYMOUS
        ? ofAnonymous(asked, bucket, own, said)
        : ofIdentity(asked, bucket, own, said);
  }

  /**
   * Decides whether some objects of a bucket may be asked about, each on its own: whether anything
   * can allow one of them.
   */
  private static Decision ofSome(AccessQuestion asked) {
    Decision whole = ofOne(asked);
    BucketAccess bucket = asked.bucket();
    boolean refusedByOwn =
        whole.decider() == Decider.IDENTITY
            && asked.evaluation().outcome() == Evaluation.Verdict.DENY;
    return whole.allowed() || refusedByOwn || bucket == null || bucket.isPrivate() ? whole : OPEN;
  }

  /** What the caller's own side allows; null: nothing. */
  private static @Nullable Decision byOwn(AccessQuestion asked, PolicyOutcome own) {
    if (own instanceof PolicyOutcome.Allow(String statement, boolean _)) {
      return statement.isEmpty()
          ? GRANTED
          : allowed(asked, Decider.IDENTITY, statement, GRANTED.because());
    }
    return asked.caller().kind() == Caller.Kind.ACCOUNT_ROOT ? ACCOUNT : null;
  }

  /** The operator has set the grants of the anonymous entry: no public access block limits them. */
  private static Decision ofAnonymous(
      AccessQuestion asked, BucketAccess bucket, PolicyOutcome own, PolicyOutcome said) {
    Decision byOwn = byOwn(asked, own);
    if (byOwn != null) {
      return byOwn;
    }
    return bucket.isClosedToOthers() ? blocked(asked) : ofResource(asked, bucket, said, false);
  }

  /** In one account either side is enough; between accounts both have to allow it. */
  private static Decision ofIdentity(
      AccessQuestion asked, BucketAccess bucket, PolicyOutcome own, PolicyOutcome said) {
    AccountId account = asked.caller().principal().account();
    if (bucket.isClosedToOthers() && !account.equals(bucket.owner().account())) {
      return blocked(asked);
    }
    Decision byOwn = byOwn(asked, own);
    Principal foreigner = asked.foreigner();
    Principal owner = foreigner == null ? bucket.owner() : foreigner;
    if (account.equals(owner.account())) {
      return byOwn == null ? ofResource(asked, bucket, said, false) : byOwn;
    }
    return byOwn == null
        ? denied(
            asked,
            Decider.IDENTITY,
            "",
            "no grant or statement of the caller allows it, as it has to for what is another"
                + " account's")
        : ofResource(asked, bucket, said, true);
  }

  /**
   * What the resource's side allows. A policy of the bucket's owner allows nothing about objects
   * that belong to another account; its denials count all the same.
   *
   * @param handedOn whether what is allowed to the caller's account is handed on by the caller's
   *     own statements
   */
  private static Decision ofResource(
      AccessQuestion asked, BucketAccess bucket, PolicyOutcome said, boolean handedOn) {
    if (said instanceof PolicyOutcome.Allow(String statement, boolean delegated)
        && (handedOn || !delegated)
        && asked.foreigner() == null) {
      return asked.isPolicyOfOtherAccount()
          ? denied(
              asked,
              Decider.OTHER_ACCOUNT,
              "",
              "a bucket's policy is read and changed by identities of its own account alone")
          : allowed(asked, Decider.BUCKET_POLICY, statement, "the bucket's policy allows it");
    }
    if (asked.target().kind() == AccessTarget.Kind.UPLOAD) {
      return handedOn ? ofUpload(asked) : nothing(asked);
    }
    if (!bucket.listsCount()) {
      return nothing(asked);
    }
    return asked.isAboutTheObject()
        ? ofObjectList(asked, bucket, handedOn)
        : ofBucketList(asked, bucket, handedOn);
  }

  private static Decision ofUpload(AccessQuestion asked) {
    return switch (asked.object()) {
      case ObjectFacts.Missing.UNKNOWN -> OPEN;
      case ObjectFacts.Missing.ABSENT -> nothing(asked);
      case ObjectFacts.Present upload -> asked.owns(upload) ? OWN_UPLOAD : nothing(asked);
    };
  }

  private static Decision ofObjectList(
      AccessQuestion asked, BucketAccess bucket, boolean handedOn) {
    return switch (asked.object()) {
      case ObjectFacts.Missing _ -> nothing(asked);
      case ObjectFacts.Present object -> {
        ListGrant grant =
            ListGrant.of(
                object.acl(),
                object.owner(),
                asked.permissionOnObject(),
                asked.caller(),
                bucket.ignoresPublicLists());
        yield grant.isEnough(handedOn) ? BY_OBJECT_LIST : nothing(asked);
      }
    };
  }

  /** The permission to write lets create objects, and overwrite and delete one's own. */
  private static Decision ofBucketList(
      AccessQuestion asked, BucketAccess bucket, boolean handedOn) {
    ListGrant grant =
        ListGrant.of(
            bucket.acl(),
            bucket.owner(),
            asked.permissionOnBucket(),
            asked.caller(),
            bucket.ignoresPublicLists());
    if (!grant.isEnough(handedOn)) {
      return nothing(asked);
    }
    if (asked.target().key() == null) {
      return BY_BUCKET_LIST;
    }
    return switch (asked.object()) {
      case ObjectFacts.Missing.UNKNOWN -> OPEN;
      case ObjectFacts.Missing.ABSENT -> BY_BUCKET_LIST;
      case ObjectFacts.Present object ->
          asked.owns(object)
              ? BY_BUCKET_LIST
              : denied(
                  asked,
                  Decider.BUCKET_ACL,
                  "",
                  "the bucket's access control list allows it to the object's owner alone");
    };
  }

  private static Decision nothing(AccessQuestion asked) {
    return denied(asked, Decider.NOTHING, "", "nothing allows it");
  }

  private static Decision blocked(AccessQuestion asked) {
    return denied(
        asked,
        Decider.PUBLIC_ACCESS_BLOCK,
        "",
        "RestrictPublicBuckets lets in the bucket owner's account alone under a public policy");
  }

  private static Decision allowed(
      AccessQuestion asked, Decider decider, String statement, String because) {
    return new Decision(Verdict.ALLOW, decider, statement, asked.action(), because);
  }

  private static Decision denied(
      AccessQuestion asked, Decider decider, String statement, String because) {
    return new Decision(Verdict.DENY, decider, statement, asked.action(), because);
  }

  /** A refusal of what carries no evaluation. */
  static Decision unevaluated(Evaluation.Resource resource) {
    return new Decision(
        Verdict.DENY,
        Decider.NOTHING,
        "",
        resource.name(),
        "no grant of the caller was evaluated for it");
  }

  /** Whether the caller may. */
  public boolean allowed() {
    return verdict == Verdict.ALLOW;
  }

  /** Why, for people. */
  public String reason() {
    String about = subject.isEmpty() ? "" : subject + ": ";
    return about + because + (statement.isEmpty() ? "" : " (" + statement + ")");
  }

  /**
   * Fails with {@code ACCESS_DENIED} where the caller may not, and with {@code OTHER_ACCOUNT} where
   * only an identity of the bucket's account could.
   */
  public void require() {
    if (verdict == Verdict.DENY) {
      throw refusal();
    }
  }

  /** The refusal. */
  StorageException refusal() {
    return new StorageException(
        decider == Decider.OTHER_ACCOUNT
            ? FailureReason.OTHER_ACCOUNT
            : FailureReason.ACCESS_DENIED,
        reason() + " (expected: ALLOW)");
  }
}
