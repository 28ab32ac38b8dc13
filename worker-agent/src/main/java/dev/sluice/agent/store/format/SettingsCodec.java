package dev.sluice.agent.store.format;

import dev.sluice.agent.store.engine.bucket.Acceleration;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.Payer;
import dev.sluice.agent.store.engine.bucket.PublicAccessBlock;
import dev.sluice.agent.store.engine.bucket.Quota;
import dev.sluice.common.model.Acl;
import dev.sluice.common.model.CorsRule;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.TagSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a bucket and their stored form, both ways. What was forged reads as absent where that
 * grants nothing.
 */
final class SettingsCodec {
  private SettingsCodec() {}

  /** Writes over what a builder knows of settings, and leaves what it does not know. */
  static void store(
      BucketSettings settings, dev.sluice.agent.store.format.BucketSettings.Builder stored) {
    stored
        .clearTags()
        .clearPolicy()
        .clearAcl()
        .clearPublicAccessBlock()
        .clearCorsRules()
        .clearQuota();
    FieldCodec.tags(settings.tags()).forEach(stored::addTags);
    String policy = settings.policy();
    if (policy != null) {
      stored.setPolicy(policy);
    }
    Acl acl = settings.acl();
    if (acl != null) {
      stored.setAcl(AclCodec.store(acl));
    }
    stored.setObjectOwnership(store(settings.ownership()));
    PublicAccessBlock block = settings.publicAccessBlock();
    if (block != null) {
      stored.setPublicAccessBlock(
          StoredAccessBlock.newBuilder()
              .setBlockPublicAcls(block.blockPublicAcls())
              .setIgnorePublicAcls(block.ignorePublicAcls())
              .setBlockPublicPolicy(block.blockPublicPolicy())
              .setRestrictPublicBuckets(block.restrictPublicBuckets()));
    }
    settings.corsRules().forEach(rule -> stored.addCorsRules(store(rule)));
    stored.setPayer(store(settings.payer()));
    stored.setAcceleration(store(settings.acceleration()));
    Quota quota = settings.quota();
    if (quota != null) {
      stored.setQuota(store(quota));
    }
  }

  static BucketSettings load(dev.sluice.agent.store.format.BucketSettings stored) {
    return new BucketSettings(
        FieldCodec.tags(stored.getTagsList(), TagSet.MAX_OF_BUCKET),
        stored.getPolicy().isEmpty() ? null : stored.getPolicy(),
        stored.hasAcl() ? AclCodec.load(stored.getAcl()) : null,
        load(stored.getObjectOwnership()),
        stored.hasPublicAccessBlock() ? load(stored.getPublicAccessBlock()) : null,
        rules(stored.getCorsRulesList()),
        load(stored.getPayer()),
        load(stored.getAcceleration()),
        stored.hasQuota() ? load(stored.getQuota()) : null);
  }

  private static StoredOwnership store(@Nullable ObjectOwnership ownership) {
    return switch (ownership) {
      case null -> StoredOwnership.OWNERSHIP_UNSPECIFIED;
      case BUCKET_OWNER_ENFORCED -> StoredOwnership.BUCKET_OWNER_ENFORCED;
      case BUCKET_OWNER_PREFERRED -> StoredOwnership.BUCKET_OWNER_PREFERRED;
      case OBJECT_WRITER -> StoredOwnership.OBJECT_WRITER;
    };
  }

  /** The ownership; an unknown one is that under which no list grants anything. */
  private static @Nullable ObjectOwnership load(StoredOwnership stored) {
    return switch (stored) {
      case OWNERSHIP_UNSPECIFIED -> null;
      case BUCKET_OWNER_ENFORCED, UNRECOGNIZED -> ObjectOwnership.BUCKET_OWNER_ENFORCED;
      case BUCKET_OWNER_PREFERRED -> ObjectOwnership.BUCKET_OWNER_PREFERRED;
      case OBJECT_WRITER -> ObjectOwnership.OBJECT_WRITER;
    };
  }

  private static PublicAccessBlock load(StoredAccessBlock stored) {
    return new PublicAccessBlock(
        stored.getBlockPublicAcls(),
        stored.getIgnorePublicAcls(),
        stored.getBlockPublicPolicy(),
        stored.getRestrictPublicBuckets());
  }

  private static StoredCorsRule store(CorsRule rule) {
    StoredCorsRule.Builder stored =
        StoredCorsRule.newBuilder()
            .setId(rule.id())
            .addAllAllowedOrigins(rule.allowedOrigins())
            .addAllAllowedMethods(rule.allowedMethods())
            .addAllAllowedHeaders(rule.allowedHeaders())
            .addAllExposeHeaders(rule.exposeHeaders());
    Integer seconds = rule.maxAgeSeconds();
    return seconds == null ? stored.build() : stored.setMaxAgeSeconds(seconds).build();
  }

  private static List<CorsRule> rules(List<StoredCorsRule> stored) {
    try {
      List<CorsRule> rules = stored.stream().map(SettingsCodec::load).toList();
      CorsRule.requireFew(rules);
      return rules;
    } catch (StorageException e) {
      return List.of(); // forged: no page may do anything
    }
  }

  private static CorsRule load(StoredCorsRule stored) {
    return new CorsRule(
        stored.getId(),
        stored.getAllowedOriginsList(),
        stored.getAllowedMethodsList(),
        stored.getAllowedHeadersList(),
        stored.getExposeHeadersList(),
        stored.hasMaxAgeSeconds() ? (@Nullable Integer) stored.getMaxAgeSeconds() : null);
  }

  private static StoredPayer store(@Nullable Payer payer) {
    return switch (payer) {
      case null -> StoredPayer.PAYER_UNSPECIFIED;
      case BUCKET_OWNER -> StoredPayer.BUCKET_OWNER;
      case REQUESTER -> StoredPayer.REQUESTER;
    };
  }

  private static @Nullable Payer load(StoredPayer stored) {
    return switch (stored) {
      case PAYER_UNSPECIFIED, UNRECOGNIZED -> null;
      case BUCKET_OWNER -> Payer.BUCKET_OWNER;
      case REQUESTER -> Payer.REQUESTER;
    };
  }

  private static StoredAcceleration store(@Nullable Acceleration acceleration) {
    return switch (acceleration) {
      case null -> StoredAcceleration.ACCELERATION_UNSPECIFIED;
      case ENABLED -> StoredAcceleration.ACCELERATION_ENABLED;
      case SUSPENDED -> StoredAcceleration.ACCELERATION_SUSPENDED;
    };
  }

  private static @Nullable Acceleration load(StoredAcceleration stored) {
    return switch (stored) {
      case ACCELERATION_UNSPECIFIED, UNRECOGNIZED -> null;
      case ACCELERATION_ENABLED -> Acceleration.ENABLED;
      case ACCELERATION_SUSPENDED -> Acceleration.SUSPENDED;
    };
  }

  private static StoredQuota store(Quota quota) {
    StoredQuota.Builder stored = StoredQuota.newBuilder();
    Long bytes = quota.maxBytes();
    if (bytes != null) {
      stored.setMaxBytes(bytes);
    }
    Long objects = quota.maxObjects();
    if (objects != null) {
      stored.setMaxObjects(objects);
    }
    return stored.build();
  }

  private static Quota load(StoredQuota stored) {
    return new Quota(
        stored.hasMaxBytes() ? (@Nullable Long) Math.max(0, stored.getMaxBytes()) : null,
        stored.hasMaxObjects() ? (@Nullable Long) Math.max(0, stored.getMaxObjects()) : null);
  }
}
