package dev.sluice.agent.store.access;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.Payer;
import dev.sluice.agent.store.engine.bucket.PublicAccessBlock;
import dev.sluice.common.model.Acl;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.Principal;
import dev.sluice.common.policy.PolicyDocument;
import org.jspecify.annotations.Nullable;

/**
 * Access to a bucket: what of its record decides, with its policy read once.
 *
 * @param record that this was made of
 * @param owner whom it belongs to
 * @param policy null: none
 * @param acl null: the owner has full control
 * @param ownership of its objects
 * @param ignoresPublicLists whether what lists grant to everybody does not count
 * @param isClosedToOthers whether its policy is public, and its public access block then lets in
 *     nobody but identities of its owner's account
 */
record BucketAccess(
    BucketRecord record,
    Principal owner,
    @Nullable PolicyDocument policy,
    @Nullable Acl acl,
    ObjectOwnership ownership,
    boolean ignoresPublicLists,
    boolean isClosedToOthers) {
  /**
   * Access to a bucket.
   *
   * @param otherwise ownership of objects where the bucket says nothing
   * @param before the same bucket's with an earlier record, whose policy need not be read again
   *     where it is the same; null: none
   */
  static BucketAccess of(
      BucketRecord record, ObjectOwnership otherwise, @Nullable BucketAccess before) {
    BucketSettings settings = record.settings();
    PolicyDocument policy = policy(settings.policy(), before);
    PublicAccessBlock block = settings.publicAccessBlock();
    ObjectOwnership ownership = settings.ownership();
    return new BucketAccess(
        record,
        ownerOf(record.owner()),
        policy,
        settings.acl(),
        ownership == null ? otherwise : ownership,
        block != null && block.ignorePublicAcls(),
        block != null && block.restrictPublicBuckets() && policy != null && policy.isPublic());
  }

  private static @Nullable PolicyDocument policy(
      @Nullable String text, @Nullable BucketAccess before) {
    if (text == null) {
      return null;
    }
    PolicyDocument known = before == null ? null : before.policy();
    return known != null && known.text().equals(text) ? known : PolicyDocument.ofStored(text);
  }

  /**
   * The owner of a bucket or an object; what has none belongs to the account of the server's root.
   */
  static Principal ownerOf(@Nullable Principal owner) {
    return owner == null ? Principal.ROOT : owner;
  }

  /** Whether access control lists count. */
  boolean listsCount() {
    return ownership != ObjectOwnership.BUCKET_OWNER_ENFORCED;
  }

  /** Whether requests of this caller are the caller's to pay for: those of other accounts are. */
  boolean charges(Caller caller) {
    return record.settings().payer() == Payer.REQUESTER
        && switch (caller.kind()) {
          case OPERATOR, ROOT -> false;
          case ANONYMOUS -> true;
          case ACCOUNT_ROOT, IDENTITY -> !owner.account().equals(caller.principal().account());
        };
  }

  /** Whether nothing but a caller's own statements can allow anything. */
  boolean isPrivate() {
    return policy == null && (acl == null || !listsCount());
  }
}
