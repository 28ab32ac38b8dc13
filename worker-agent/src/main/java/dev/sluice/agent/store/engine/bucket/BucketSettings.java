package dev.sluice.agent.store.engine.bucket;

import dev.sluice.common.model.Acl;
import dev.sluice.common.model.CorsRule;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.TagSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a bucket. They are replaced as a whole; a further one is a field here, in {@code
 * sluice.v1.BucketSettings} and in the stored form.
 *
 * @param tags at most {@link TagSet#MAX_OF_BUCKET}
 * @param policy JSON in S3's policy language, as it was sent; null: none
 * @param acl who may do what; null: the owner has full control
 * @param ownership of objects that are written; null: what the agent's configuration says
 * @param publicAccessBlock null: nothing is blocked
 * @param corsRules what web pages of other origins may do, as many as {@link CorsRule} says
 * @param payer of requests; null: never set
 * @param acceleration null: never set
 * @param quota null: none
 */
public record BucketSettings(
    TagSet tags,
    @Nullable String policy,
    @Nullable Acl acl,
    @Nullable ObjectOwnership ownership,
    @Nullable PublicAccessBlock publicAccessBlock,
    List<CorsRule> corsRules,
    @Nullable Payer payer,
    @Nullable Acceleration acceleration,
    @Nullable Quota quota) {
  /** Those of a bucket that has none. */
  public static final BucketSettings NONE =
      new BucketSettings(TagSet.NONE, null, null, null, null, List.of(), null, null, null);

  /** Fails with {@code TAGS_TOO_MANY}, and {@code REQUEST_INVALID} for too many CORS rules. */
  public BucketSettings {
    tags.requireAtMost(TagSet.MAX_OF_BUCKET);
    corsRules = List.copyOf(corsRules);
    CorsRule.requireFew(corsRules);
  }

  /** The same with other tags. */
  public BucketSettings withTags(TagSet other) {
    return new BucketSettings(
        other, policy, acl, ownership, publicAccessBlock, corsRules, payer, acceleration, quota);
  }

  /** The same with another policy. */
  public BucketSettings withPolicy(@Nullable String other) {
    return new BucketSettings(
        tags, other, acl, ownership, publicAccessBlock, corsRules, payer, acceleration, quota);
  }

  /** The same with another access control list. */
  public BucketSettings withAcl(@Nullable Acl other) {
    return new BucketSettings(
        tags, policy, other, ownership, publicAccessBlock, corsRules, payer, acceleration, quota);
  }

  /** The same with another ownership of objects. */
  public BucketSettings withOwnership(@Nullable ObjectOwnership other) {
    return new BucketSettings(
        tags, policy, acl, other, publicAccessBlock, corsRules, payer, acceleration, quota);
  }

  /** The same with another public access block. */
  public BucketSettings withPublicAccessBlock(@Nullable PublicAccessBlock other) {
    return new BucketSettings(
        tags, policy, acl, ownership, other, corsRules, payer, acceleration, quota);
  }

  /** The same with another quota. */
  public BucketSettings withQuota(@Nullable Quota other) {
    return new BucketSettings(
        tags, policy, acl, ownership, publicAccessBlock, corsRules, payer, acceleration, other);
  }
}
