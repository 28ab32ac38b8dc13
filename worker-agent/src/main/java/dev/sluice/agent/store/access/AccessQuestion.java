package dev.sluice.agent.store.access;

import dev.sluice.common.model.AclPermission;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Principal;
import dev.sluice.common.policy.PolicyQuestion;
import dev.sluice.common.policy.Requester;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Question of a decision: may this caller do this to that?
 *
 * @param caller of the call
 * @param evaluation the action, and what the caller's own grants and statements say to it
 * @param target what it is about
 * @param bucket of the target; null: none that is there
 * @param object what is known of the target's object
 * @param listed prefix of a listing that is asked about in the place of the request's own; null:
 *     the request's own
 * @param now the time that policies speak of
 * @param policies of the bucket and of the caller, which may have been asked before
 */
record AccessQuestion(
    Caller caller,
    Evaluation evaluation,
    AccessTarget target,
    @Nullable BucketAccess bucket,
    ObjectFacts object,
    @Nullable String listed,
    Instant now,
    AskedPolicies policies) {
  /** A question that is asked once. */
  AccessQuestion(
      Caller caller,
      Evaluation evaluation,
      AccessTarget target,
      @Nullable BucketAccess bucket,
      ObjectFacts object,
      @Nullable String listed,
      Instant now) {
    this(caller, evaluation, target, bucket, object, listed, now, new AskedPolicies(bucket));
  }

  String action() {
    return evaluation.action();
  }

  /** The same to a policy. */
  PolicyQuestion toPolicy() {
    ObjectKey key = target.key();
    return new PolicyQuestion(
        action(),
        key == null
            ? PolicyQuestion.arnOf(target.name())
            : PolicyQuestion.arnOf(target.name(), key.value()),
        Requester.of(caller),
        new RequestKeys(this));
  }

  /** Whether the object that is there takes part in the decision, and not the bucket alone. */
  boolean isAboutTheObject() {
    return switch (target.kind()) {
      case OBJECT -> true;
      case PLACE -> !AccessTarget.createsOrDeletes(action());
      case STORAGE, NEW_BUCKET, BUCKET, SOME_OBJECTS, LATER_PLACE, UPLOAD -> false;
    };
  }

  /** Whether it depends on who owns the object, and that was not looked at yet. */
  boolean dependsOnOwner() {
    return object == ObjectFacts.Missing.UNKNOWN
        && bucket != null
        && bucket.listsCount()
        && isAboutTheObject();
  }

  /** The owner of the object, where it is of another account than the bucket's; null: it is not. */
  @Nullable Principal foreigner() {
    return object instanceof ObjectFacts.Present present
            && bucket != null
            && bucket.listsCount()
            && isAboutTheObject()
            && !present.owner().account().equals(bucket.owner().account())
        ? present.owner()
        : null;
  }

  /**
   * Whether nobody pays for the request: it is the caller's to pay for, and either the caller does
   * not agree to or is nobody. Requests about settings are free, as on AWS.
   */
  boolean isUnpaid() {
    boolean paidFor =
        target.key() != null
            ? !action().equals("s3:DeleteObjectTagging")
            : target.kind() == AccessTarget.Kind.SOME_OBJECTS
                || permissionOnBucket() == AclPermission.READ;
    return bucket != null
        && paidFor
        && bucket.charges(caller)
        && (caller.kind() == Caller.Kind.ANONYMOUS || !caller.pays());
  }

  /** Whether an object or an upload is the caller's own. */
  boolean owns(ObjectFacts.Present present) {
    return present.owner().id().equals(caller.principal().id());
  }

  /** Whether it is about a policy of the account whose root asks, which nothing takes from it. */
  boolean isPolicyOfOwnAccount() {
    return caller.kind() == Caller.Kind.ACCOUNT_ROOT && isPolicy() && isOfOwnAccount();
  }

  /**
   * Whether it is about a policy that is another account's, or nobody's who asks: AWS answers 405
   * to them where it is allowed (API_PutBucketPolicy.html).
   */
  boolean isPolicyOfOtherAccount() {
    return isPolicy() && (caller.kind() == Caller.Kind.ANONYMOUS || !isOfOwnAccount());
  }

  private boolean isPolicy() {
    return switch (action()) {
      case "s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy" -> true;
      default -> false;
    };
  }

  private boolean isOfOwnAccount() {
    return bucket != null && bucket.owner().account().equals(caller.principal().account());
  }

  /**
   * The permission of a bucket's list that allows the action; null: none does. Who may write an
   * object will own it, and so may write its list.
   */
  @Nullable AclPermission permissionOnBucket() {
    return switch (action()) {
      case "s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads" ->
          AclPermission.READ;
      case "s3:PutObject", "s3:DeleteObject", "s3:PutObjectAcl" -> AclPermission.WRITE;
      case "s3:GetBucketAcl" -> AclPermission.READ_ACP;
      case "s3:PutBucketAcl" -> AclPermission.WRITE_ACP;
      default -> null;
    };
  }

  /** Whether an object's list may let its readers do it. */
  boolean isReadByList() {
    return bucket != null
        && bucket.listsCount()
        && isAboutTheObject()
        && permissionOnObject() == AclPermission.READ;
  }

  /** The permission of an object's list that allows the action; null: none does. */
  @Nullable AclPermission permissionOnObject() {
    return switch (action()) {
      case "s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTorrent" -> AclPermission.READ;
      case "s3:GetObjectAcl", "s3:GetObjectVersionAcl" -> AclPermission.READ_ACP;
      case "s3:PutObjectAcl", "s3:PutObjectVersionAcl" -> AclPermission.WRITE_ACP;
      default -> null;
    };
  }
}
